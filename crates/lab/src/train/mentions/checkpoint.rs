//! A training run on disk, to stop and go on from.

use super::State;
use anyhow::{Context, ensure};
use rapporteur_language::{Container, ContainerWriter};
use std::fs;
use std::path::Path;

const KIND: &str = "mention-training";
const VERSION: u32 = 1;

/// Writes the state beside `path` and then moves it there, so that a stop leaves the last one.
pub(super) fn save(path: &Path, state: &mut State, data: u32) -> anyhow::Result<()> {
    let mut writer = ContainerWriter::new(KIND, VERSION);
    let seed = [state.seed as u32, (state.seed >> 32) as u32];
    writer
        .u32s("place", &[state.epoch as u32, state.network.kept as u32, state.mean.taken as u32, data])
        .u32s("seed", &seed)
        .u32s("order", &state.order)
        .f32s("rows", state.weights.rows.as_flattened())
        .f32s("squares", state.weights.squares.as_flattened())
        .bytes("mean", state.mean.sums.iter().flat_map(|sum| sum.to_le_bytes()).collect::<Vec<u8>>());
    for (at, numbers) in state.network.numbers().into_iter().enumerate() {
        writer.f32s(&format!("network{at}"), numbers);
    }
    let beside = path.with_extension("part");
    fs::write(&beside, writer.finish()).and_then(|()| fs::rename(&beside, path)).with_context(|| format!("cannot write {}", path.display()))
}

/// Reads a state of a training on these data into a fresh one.
pub(super) fn load(path: &Path, state: &mut State, data: u32) -> anyhow::Result<()> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let container = Container::parse_as(KIND, VERSION, bytes).with_context(|| path.display().to_string())?;
    let whole = |name: &str, to: &mut [f32]| {
        let numbers = container.f32s(name)?;
        ensure!(numbers.len() == to.len(), "{}: `{name}` has {} numbers, not {}", path.display(), numbers.len(), to.len());
        to.copy_from_slice(&numbers);
        Ok(())
    };
    let (place, seed, order) = (container.u32s("place")?, container.u32s("seed")?, container.u32s("order")?);
    let mut sorted = order.clone();
    sorted.sort_unstable();
    let fits = place.len() == 4 && seed.len() == 2 && sorted.iter().copied().eq(0..state.order.len() as u32);
    ensure!(fits && place[3] == data, "{} belongs to other data or settings", path.display());
    whole("rows", state.weights.rows.as_flattened_mut())?;
    whole("squares", state.weights.squares.as_flattened_mut())?;
    for (at, numbers) in state.network.numbers().into_iter().enumerate() {
        whole(&format!("network{at}"), numbers)?;
    }
    let (sums, rest) = container.bytes("mean")?.as_chunks::<8>();
    let size = state.weights.rows.as_flattened().len();
    ensure!(rest.is_empty() && (sums.is_empty() || sums.len() == size), "{}: `mean` has another size", path.display());
    state.mean.sums = sums.iter().map(|&sum| f64::from_le_bytes(sum)).collect();
    (state.epoch, state.network.kept, state.mean.taken) = (place[0] as usize, place[1] as usize, place[2] as usize);
    state.seed = u64::from(seed[0]) | u64::from(seed[1]) << 32;
    state.order = order;
    Ok(())
}
