//! The reader: pages in which every claim leads to its words, and the HTTP API beside them.
//!
//! Pages are made on the server and work without scripts; each has its twin in JSON under `/api/v1/`. The store is
//! only read. [`router`] is all of it without a socket, [`serve`] puts it on one with limits of time and number.
//!
//! What comes from reports is text, never markup: templates escape it, and the policy of each page forbids inline
//! scripts and styles.

mod access;
mod api;
mod app;
mod asked;
mod assets;
mod endpoints;
mod export;
mod guard;
mod marks;
mod openapi;
mod pages;
mod problem;
mod rate;
mod server;
mod words;

#[cfg(test)]
mod tests;

pub use access::{Access, hash_password};
pub use app::{App, Error, Limits, Options};
pub use endpoints::{ENDPOINTS, Endpoint, Parameter, router};
pub use openapi::document as openapi;
pub use problem::Problem;
pub use server::{Bound, bind, serve};
