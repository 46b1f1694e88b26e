//! What stands in for following feeds in a build without it.

use crate::ExitStatus;
use crate::args::FollowArgs;

/// Says that this build connects to no other machine.
pub fn run(_args: &FollowArgs, _quiet: bool) -> anyhow::Result<ExitStatus> {
    anyhow::bail!("this build connects to no other machine\n  help: build with the feature `follow`")
}
