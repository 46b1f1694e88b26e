//! What an archive may ask of us: how much it may unpack to, how deep it may nest, how much it may hold.

use crate::Options;
use rapporteur_record::{Code, Diagnostic};
use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

/// Limits for one input with all that is packed in it, at any depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that may come out for each byte that goes in. Text packs 3 to 10 times, lists of rows up
    /// to 50 times; what packs better than this was made to fill memory or disk.
    pub ratio: u64,
    /// Bytes that may come out whatever the ratio, since a short text of one sign packs well too.
    pub free: u64,
    /// Archives inside archives; a compressed archive counts as two.
    pub depth: usize,
    /// Members of one archive.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { ratio: 200, free: 64 << 20, depth: 5, members: 5_000_000 }
    }
}

/// Why bytes do not come: a diagnostic on its way through `Read`.
#[derive(Clone, Debug)]
pub(crate) struct Fault(pub Diagnostic);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, fault)
    }
}

impl Fault {
    /// The archive ends before this member does.
    pub(crate) fn cut() -> Self {
        Self(
            Diagnostic::new(Code::InputTruncatedArchive, "the archive ends in the middle")
                .help("what was whole before it was read; fetch the archive again for the rest"),
        )
    }

    /// What is packed here is not what it says it is.
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self(Diagnostic::new(Code::InputBadMember, what))
    }

    /// More than an archive may hold.
    pub(crate) fn limit(what: impl Into<String>) -> Self {
        Self(Diagnostic::new(Code::InputArchiveLimit, what).help("unpack it by other means if you trust it"))
    }

    /// The fault that an error carries, or one made of what a decoder says.
    pub(crate) fn of(error: io::Error) -> Self {
        let kind = error.kind();
        match error.downcast::<Fault>() {
            Ok(fault) => fault,
            Err(_) if kind == io::ErrorKind::UnexpectedEof => Self::cut(),
            Err(error) if matches!(kind, io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::Other) => {
                Self::damaged(format!("the packed bytes are damaged: {}", error.to_string().to_lowercase()))
            }
            Err(error) => Self(crate::source::unreadable(&error)),
        }
    }
}

/// Bytes in and bytes out of one input, at all depths together.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    packed: Cell<u64>,
    unpacked: Cell<u64>,
}

impl Budget {
    pub(crate) fn new(options: &Options) -> Rc<Self> {
        Rc::new(Self { limits: options.limits, packed: Cell::new(0), unpacked: Cell::new(0) })
    }

    /// Whether more came out than may, which was said then.
    pub(crate) fn is_spent(&self) -> bool {
        self.unpacked.get() > self.most()
    }

    fn most(&self) -> u64 {
        self.packed.get().saturating_mul(self.limits.ratio).saturating_add(self.limits.free)
    }

    /// Counts bytes that a decoder gave.
    ///
    /// # Errors
    /// When they are more than the bytes that were read so far may give.
    pub(crate) fn spend(&self, bytes: usize) -> Result<(), Fault> {
        let spent = self.unpacked.get().saturating_add(bytes as u64);
        self.unpacked.set(spent);
        if spent > self.most() {
            return Err(Fault::limit(format!(
                "it unpacks to more than {} times its size, as only archives made to do harm do",
                self.limits.ratio
            )));
        }
        Ok(())
    }
}

/// The input itself, whose bytes are counted.
pub(crate) struct Counted<R> {
    inner: R,
    budget: Rc<Budget>,
}

impl<R> Counted<R> {
    pub(crate) fn new(inner: R, budget: Rc<Budget>) -> Self {
        Self { inner, budget }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(out)?;
        self.budget.packed.set(self.budget.packed.get().saturating_add(got as u64));
        Ok(got)
    }
}

/// What a decoder gives, counted; its errors are faults.
pub(crate) struct Unpacked<R> {
    inner: R,
    budget: Rc<Budget>,
}

impl<R> Unpacked<R> {
    pub(crate) fn new(inner: R, budget: Rc<Budget>) -> Self {
        Self { inner, budget }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(out).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => Fault::of(error).into(),
        })?;
        self.budget.spend(got)?;
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_is_bounded_by_what_goes_in() {
        let options = Options { limits: Limits { ratio: 10, free: 100, ..Limits::default() }, ..Options::default() };
        let budget = Budget::new(&options);
        let mut packed = Counted::new([0u8; 50].as_slice(), Rc::clone(&budget));
        io::copy(&mut packed, &mut io::sink()).unwrap();
        assert!(budget.spend(600).is_ok());
        assert_eq!(budget.spend(1).unwrap_err().0.code, Code::InputArchiveLimit);
    }

    #[test]
    fn a_fault_survives_its_way_through_readers() {
        let error: io::Error = Fault::cut().into();
        assert_eq!(Fault::of(error).0.code, Code::InputTruncatedArchive);
        assert_eq!(Fault::of(io::ErrorKind::UnexpectedEof.into()).0.code, Code::InputTruncatedArchive);
        assert_eq!(Fault::of(io::Error::new(io::ErrorKind::InvalidInput, "corrupt deflate stream")).0.code, Code::InputBadMember);
    }
}
