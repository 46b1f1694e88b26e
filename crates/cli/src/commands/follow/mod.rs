//! `rapporteur follow`: what feeds name, into a store. The one command that connects to other machines.

#[cfg(not(feature = "follow"))]
mod disabled;
#[cfg(feature = "follow")]
mod enabled;

#[cfg(not(feature = "follow"))]
pub use disabled::run;
#[cfg(feature = "follow")]
pub use enabled::run;
