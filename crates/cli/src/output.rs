//! Where results go: standard output or a file that appears only when it is whole.

use anyhow::{Context, bail};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The place that results are written to.
pub enum Output {
    /// Standard output, with colours where it is a terminal.
    Stdout(BufWriter<anstream::AutoStream<io::StdoutLock<'static>>>),
    /// Standard output as it is, for bytes that are no text: colours would take some away.
    Bytes(BufWriter<io::StdoutLock<'static>>),
    /// A file, under another name until [`Output::finish`].
    File(BufWriter<File>, PathBuf),
}

impl Output {
    /// Opens `path`, or standard output for none and for `-`.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        match path {
            Some(path) if path != Path::new("-") => {
                let part = partial(path);
                let file = File::create(&part).with_context(|| format!("cannot write {}", path.display()))?;
                Ok(Output::File(BufWriter::new(file), path.to_owned()))
            }
            _ => Ok(Output::Stdout(BufWriter::new(anstream::AutoStream::auto(io::stdout()).lock()))),
        }
    }

    /// Opens `path`, or standard output for `-`, for what no terminal can show.
    pub fn open_for_bytes(path: &Path) -> anyhow::Result<Self> {
        if path != Path::new("-") {
            return Self::open(Some(path));
        }
        if io::IsTerminal::is_terminal(&io::stdout()) {
            bail!("a terminal cannot show this format\n  help: give the name of a file, or send the output to one");
        }
        Ok(Output::Bytes(BufWriter::new(io::stdout().lock())))
    }

    /// Gives up: no file remains of what was written.
    pub fn abandon(self) {
        if let Output::File(file, path) = self {
            drop(file);
            // It is no result; that it cannot be removed is the lesser of two faults.
            let _ = std::fs::remove_file(partial(&path));
        }
    }

    /// Whether it is a terminal.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Output::Stdout(_)) && io::IsTerminal::is_terminal(&io::stdout())
    }

    /// Columns of the terminal; 100 where it is none.
    pub fn width(&self) -> usize {
        self.is_terminal().then(terminal_size::terminal_size).flatten().map_or(100, |(width, _)| width.0 as usize)
    }

    /// Ends writing; a file gets its name.
    pub fn finish(mut self) -> anyhow::Result<()> {
        self.flush()?;
        if let Output::File(file, path) = self {
            drop(file);
            std::fs::rename(partial(&path), &path).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }
}

/// Refuses a file that is there, and a folder that is not empty, unless that is wanted.
pub fn refuse_to_overwrite(path: &Path, force: bool) -> anyhow::Result<()> {
    let taken = match std::fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => path.exists() && path != Path::new("-"),
    };
    if taken && !force {
        bail!("{} is there already\n  help: --force writes over it", path.display());
    }
    Ok(())
}

fn partial(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(stream) => stream.write(bytes),
            Output::Bytes(stream) => stream.write(bytes),
            Output::File(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(stream) => stream.flush(),
            Output::Bytes(stream) => stream.flush(),
            Output::File(file, _) => file.flush(),
        }
    }
}

/// Whether the reader of our output went away, which is no error.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let plain = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = || cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        let csv = || match cause.downcast_ref::<csv::Error>()?.kind() {
            csv::ErrorKind::Io(error) => Some(error.kind()),
            _ => None,
        };
        plain.or_else(json).or_else(csv) == Some(io::ErrorKind::BrokenPipe)
    })
}
