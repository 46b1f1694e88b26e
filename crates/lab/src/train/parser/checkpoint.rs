//! A training run on disk, to stop and go on from.

use super::State;
use super::adam::Adam;
use anyhow::{Context, ensure};
use rapporteur_language::{Container, ContainerWriter};
use std::fs;
use std::path::Path;

const KIND: &str = "parser-training";
const VERSION: u32 = 1;

/// Writes the state beside `path` and then moves it there, so that a stop leaves the last one.
pub(super) fn save(path: &Path, state: &State) -> anyhow::Result<()> {
    let mut writer = ContainerWriter::new(KIND, VERSION);
    writer
        .u32s("place", &[state.epoch as u32, state.step as u32])
        .f32s("values", &state.values)
        .f32s("averaged", &state.averaged)
        .f32s("first", &state.adam.first)
        .f32s("second", &state.adam.second);
    let beside = path.with_extension("part");
    fs::write(&beside, writer.finish()).and_then(|()| fs::rename(&beside, path)).with_context(|| format!("cannot write {}", path.display()))
}

/// Reads a state of a network with `total` parameters, of which the first `fixed` are not learned.
pub(super) fn load(path: &Path, total: usize, fixed: usize) -> anyhow::Result<State> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let container = Container::parse_as(KIND, VERSION, bytes).with_context(|| path.display().to_string())?;
    let numbers = |name: &str, total: usize| {
        let numbers = container.f32s(name)?;
        ensure!(
            numbers.len() == total,
            "{} belongs to other data or sizes: `{name}` has {} numbers, not {total}",
            path.display(),
            numbers.len()
        );
        Ok(numbers)
    };
    let place = container.u32s("place")?;
    ensure!(place.len() == 2, "{} is no checkpoint of this trainer", path.display());
    Ok(State {
        epoch: place[0] as usize,
        step: place[1] as usize,
        values: numbers("values", total)?,
        averaged: numbers("averaged", total)?,
        adam: Adam { first: numbers("first", total - fixed)?, second: numbers("second", total - fixed)? },
    })
}
