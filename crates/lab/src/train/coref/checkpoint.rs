//! A training run on disk, to stop and go on from.

use super::State;
use anyhow::{Context, ensure};
use rapporteur_language::coref::training::FEATURES;
use rapporteur_language::{Container, ContainerWriter};
use std::fs;
use std::path::Path;

const KIND: &str = "coref-training";
const VERSION: u32 = 1;

/// Writes the state beside `path` and then moves it there, so that a stop leaves the last one.
pub(super) fn save(path: &Path, state: &State) -> anyhow::Result<()> {
    let mut writer = ContainerWriter::new(KIND, VERSION);
    writer
        .u32s("place", &[state.run as u32, state.epoch as u32, state.taken, state.data])
        .f32s("values", &state.values)
        .f32s("squares", &state.squares)
        .f32s("sum", &state.sum)
        .f32s("finished", &state.finished);
    let beside = path.with_extension("part");
    fs::write(&beside, writer.finish()).and_then(|()| fs::rename(&beside, path)).with_context(|| format!("cannot write {}", path.display()))
}

/// Reads a state of a training on these data.
pub(super) fn load(path: &Path, data: u32) -> anyhow::Result<State> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let container = Container::parse_as(KIND, VERSION, bytes).with_context(|| path.display().to_string())?;
    let numbers = |name: &str| {
        let numbers = container.f32s(name)?;
        ensure!(numbers.len() == FEATURES, "{}: `{name}` has {} numbers, not {FEATURES}", path.display(), numbers.len());
        Ok(numbers)
    };
    let place = container.u32s("place")?;
    ensure!(place.len() == 4, "{} is no checkpoint of this trainer", path.display());
    ensure!(place[3] == data, "{} belongs to other data or settings", path.display());
    Ok(State {
        run: place[0] as usize,
        epoch: place[1] as usize,
        taken: place[2],
        data,
        values: numbers("values")?,
        squares: numbers("squares")?,
        sum: numbers("sum")?,
        finished: numbers("finished")?,
    })
}
