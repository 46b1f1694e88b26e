//! Memory that is used again for the next batch: large pieces that come and go cost more than
//! what is worked out in them.

use super::first;
use super::heads;
use super::integer::ByteRows;
use std::sync::{Mutex, PoisonError};

/// Memory for one batch.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) first: first::Room,
    pub(super) heads: heads::Room,
    pub(super) state: Vec<f32>,
    pub(super) next: Vec<f32>,
    pub(super) product: Vec<f32>,
    pub(super) bytes: ByteRows,
    /// Rows that were drawn together.
    pub(super) few: Vec<f32>,
    pub(super) few_bytes: ByteRows,
    /// State of one direction.
    pub(super) lanes: Vec<f32>,
}

/// The first `count` numbers of a piece of memory, with whatever is in them; it grows if it must.
pub(super) fn claim(memory: &mut Vec<f32>, count: usize) -> &mut [f32] {
    if memory.len() < count {
        memory.resize(count, 0.0);
    }
    &mut memory[..count]
}

/// Memory that no thread uses now: as many pieces as threads that have read at once.
#[derive(Debug, Default)]
pub(super) struct Spare(Mutex<Vec<Room>>);

impl Clone for Spare {
    /// A copy has its own memory, none at first.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Spare {
    pub(super) fn take(&self) -> Room {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    pub(super) fn give_back(&self, room: Room) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(room);
    }
}
