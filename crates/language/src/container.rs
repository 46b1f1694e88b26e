//! The file format of trained models: a header, named sections, a checksum.
//!
//! Every trained file of the program is one such container, written by the lab's trainers and read
//! here. Nothing in it is native to a platform: numbers are little-endian whatever the machine.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | the magic `RAPPMODL` |
//! | 4 | version of this format, now 1 |
//! | 16 | kind of model (`parser`, `segment`, …), filled up with zeros |
//! | 4 | version of the kind: what the sections mean |
//! | 4 | number of sections |
//! | 4 | reserved, zero |
//! | 40 each | directory: name (24, filled up with zeros), offset (8), length (8) |
//! | … | the sections, each at a multiple of 64 bytes |
//! | 32 | blake3 of all bytes before |

use std::borrow::Cow;

/// Version of the container format that this program writes and reads.
pub(crate) const FORMAT: u32 = 1;

const MAGIC: &[u8; 8] = b"RAPPMODL";
const HEADER: usize = 40;
const ENTRY: usize = 40;
const KIND: usize = 16;
const NAME: usize = 24;
const ALIGN: usize = 64;
const CHECKSUM: usize = 32;

/// Why a model file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A list of model files lacks one that reading needs.
    #[error("the model file `{0}` is missing")]
    MissingFile(String),
    /// The bytes do not begin as a model file does.
    #[error("not a model file: it does not begin with `RAPPMODL`")]
    NotAModel,
    /// The file was written in another version of the format.
    #[error("the model file has format version {found}; this program reads version {known}")]
    Format {
        /// The file's version.
        found: u32,
        /// The version that is read here.
        known: u32,
    },
    /// The file holds another kind of model.
    #[error("the file holds a model of kind `{found}`, not `{wanted}`")]
    Kind {
        /// What it holds.
        found: String,
        /// What was asked for.
        wanted: String,
    },
    /// The model's sections have another version.
    #[error("the `{kind}` model has version {found}; this program reads version {known}: train it anew")]
    Version {
        /// The kind of model.
        kind: String,
        /// The file's version.
        found: u32,
        /// The version that is read here.
        known: u32,
    },
    /// The file ends too early.
    #[error("the model file is truncated: it has {length} bytes")]
    Truncated {
        /// Bytes that are there.
        length: usize,
    },
    /// The checksum differs: bytes were changed or lost.
    #[error("the model file is damaged: its checksum does not match")]
    Damaged,
    /// A section that the model needs is not there.
    #[error("the model file has no section `{0}`")]
    MissingSection(String),
    /// A section does not hold what it should.
    #[error("section `{section}` of the model file is not usable: {reason}")]
    BadSection {
        /// The section.
        section: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something is wrong with one file among several.
    #[error("{name}: {cause}")]
    InFile {
        /// The file's name.
        name: String,
        /// What is wrong with it.
        cause: Box<ModelError>,
    },
}

impl ModelError {
    /// A section that does not hold what it should.
    pub fn bad_section(section: &str, reason: impl Into<String>) -> Self {
        Self::BadSection { section: section.to_owned(), reason: reason.into() }
    }

    /// The same error, with the name of the file it is about.
    #[must_use]
    pub fn in_file(self, name: &str) -> Self {
        Self::InFile { name: name.to_owned(), cause: Box::new(self) }
    }
}

/// A model file that was checked: its sections can be taken out by name.
#[derive(Clone, Debug)]
pub struct Container {
    bytes: Cow<'static, [u8]>,
    kind: String,
    version: u32,
    sections: Vec<(String, usize, usize)>,
}

impl Container {
    /// Checks `bytes` from end to end: magic, format version, checksum, directory. Borrowed bytes
    /// (embedded or mapped) are not copied.
    ///
    /// # Errors
    /// When the file is no model, of another version, truncated or changed.
    pub fn parse(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        let bytes = bytes.into();
        let truncated = ModelError::Truncated { length: bytes.len() };
        let begins = bytes.len().min(MAGIC.len());
        if bytes[..begins] != MAGIC[..begins] || bytes.is_empty() {
            return Err(ModelError::NotAModel);
        }
        if bytes.len() < HEADER + CHECKSUM {
            return Err(truncated);
        }
        let format = u32_at(&bytes, 8);
        if format != FORMAT {
            return Err(ModelError::Format { found: format, known: FORMAT });
        }
        let count = u32_at(&bytes, 32) as usize;
        let end = bytes.len() - CHECKSUM;
        let directory = count.checked_mul(ENTRY).and_then(|length| length.checked_add(HEADER));
        if directory.is_none_or(|directory| directory > end) {
            return Err(truncated);
        }
        let mut sections = Vec::with_capacity(count);
        let mut reach = end;
        for entry in bytes[HEADER..HEADER + count * ENTRY].chunks_exact(ENTRY) {
            let name = name_of(&entry[..NAME]).ok_or(ModelError::Damaged)?;
            let (start, length) = (u64_at(entry, NAME), u64_at(entry, NAME + 8));
            let stop = start.checked_add(length).ok_or(ModelError::Damaged)?;
            let (Ok(start), Ok(stop)) = (usize::try_from(start), usize::try_from(stop)) else {
                return Err(ModelError::Damaged);
            };
            reach = reach.max(stop);
            sections.push((name, start, stop));
        }
        if reach > end {
            return Err(truncated);
        }
        if blake3::hash(&bytes[..end]).as_bytes() != &bytes[end..] {
            return Err(ModelError::Damaged);
        }
        let kind = name_of(&bytes[12..12 + KIND]).ok_or(ModelError::Damaged)?;
        let version = u32_at(&bytes, 28);
        Ok(Self { bytes, kind, version, sections })
    }

    /// As [`Container::parse`], and the model must be of this kind and version.
    ///
    /// # Errors
    /// As [`Container::parse`]; also for another kind or version of the model.
    pub fn parse_as(kind: &str, version: u32, bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        let container = Self::parse(bytes)?;
        if container.kind != kind {
            return Err(ModelError::Kind { found: container.kind, wanted: kind.to_owned() });
        }
        if container.version != version {
            return Err(ModelError::Version { kind: container.kind, found: container.version, known: version });
        }
        Ok(container)
    }

    /// Kind of model, such as `segment`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Version of the kind.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The checksum in hexadecimal: names this model and no other.
    pub fn digest(&self) -> String {
        self.bytes[self.bytes.len() - CHECKSUM..].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Names of the sections in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().map(|(name, _, _)| name.as_str())
    }

    /// A section's bytes.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn bytes(&self, name: &str) -> Result<&[u8], ModelError> {
        let (start, stop) = self.find(name)?;
        Ok(&self.bytes[start..stop])
    }

    /// A section's bytes, to keep: borrowed when the file was (embedded), else copied.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn keep(&self, name: &str) -> Result<Cow<'static, [u8]>, ModelError> {
        let (start, stop) = self.find(name)?;
        Ok(match &self.bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[start..stop]),
            Cow::Owned(bytes) => Cow::Owned(bytes[start..stop].to_vec()),
        })
    }

    /// A section of UTF-8 text.
    ///
    /// # Errors
    /// When there is none of that name or it is not UTF-8.
    pub fn text(&self, name: &str) -> Result<&str, ModelError> {
        std::str::from_utf8(self.bytes(name)?).map_err(|_| ModelError::bad_section(name, "it is not UTF-8"))
    }

    /// A section of unsigned numbers of four bytes.
    ///
    /// # Errors
    /// When there is none of that name or its length does not fit.
    pub fn u32s(&self, name: &str) -> Result<Vec<u32>, ModelError> {
        self.numbers(name, u32::from_le_bytes)
    }

    /// A section of floating-point numbers of four bytes.
    ///
    /// # Errors
    /// When there is none of that name or its length does not fit.
    pub fn f32s(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        self.numbers(name, f32::from_le_bytes)
    }

    /// A section of signed numbers of two bytes.
    ///
    /// # Errors
    /// When there is none of that name or its length does not fit.
    pub fn i16s(&self, name: &str) -> Result<Vec<i16>, ModelError> {
        self.numbers(name, i16::from_le_bytes)
    }

    /// A section of signed bytes.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn i8s(&self, name: &str) -> Result<Vec<i8>, ModelError> {
        self.numbers(name, |[byte]: [u8; 1]| byte as i8)
    }

    fn numbers<T, const N: usize>(&self, name: &str, of: impl Fn([u8; N]) -> T) -> Result<Vec<T>, ModelError> {
        let bytes = self.bytes(name)?;
        let (chunks, rest) = bytes.as_chunks::<N>();
        if !rest.is_empty() {
            return Err(ModelError::bad_section(name, format!("{} bytes are no multiple of {N}", bytes.len())));
        }
        Ok(chunks.iter().map(|&chunk| of(chunk)).collect())
    }

    fn find(&self, name: &str) -> Result<(usize, usize), ModelError> {
        self.sections
            .iter()
            .find(|(known, _, _)| known == name)
            .map(|&(_, start, stop)| (start, stop))
            .ok_or_else(|| ModelError::MissingSection(name.to_owned()))
    }
}

/// Collects the sections of a model and writes the file.
#[derive(Clone, Debug)]
pub struct ContainerWriter {
    kind: String,
    version: u32,
    sections: Vec<(String, Vec<u8>)>,
}

impl ContainerWriter {
    /// A file without sections, for a model of this kind and version.
    ///
    /// # Panics
    /// When the kind has more than 16 bytes: kinds are named in code.
    pub fn new(kind: &str, version: u32) -> Self {
        assert!(kind.len() <= KIND, "a kind of model has a name of at most {KIND} bytes");
        Self { kind: kind.to_owned(), version, sections: Vec::new() }
    }

    /// Adds a section.
    ///
    /// # Panics
    /// When the name has more than 24 bytes or is there already: sections are named in code.
    pub fn bytes(&mut self, name: &str, bytes: impl Into<Vec<u8>>) -> &mut Self {
        assert!(name.len() <= NAME, "a section has a name of at most {NAME} bytes");
        assert!(self.sections.iter().all(|(known, _)| known != name), "section `{name}` is written once");
        self.sections.push((name.to_owned(), bytes.into()));
        self
    }

    /// Adds a section of UTF-8 text.
    pub fn text(&mut self, name: &str, text: &str) -> &mut Self {
        self.bytes(name, text.as_bytes())
    }

    /// Adds a section of unsigned numbers of four bytes.
    pub fn u32s(&mut self, name: &str, numbers: &[u32]) -> &mut Self {
        self.bytes(name, numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>())
    }

    /// Adds a section of floating-point numbers of four bytes.
    pub fn f32s(&mut self, name: &str, numbers: &[f32]) -> &mut Self {
        self.bytes(name, numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>())
    }

    /// Adds a section of signed numbers of two bytes.
    pub fn i16s(&mut self, name: &str, numbers: &[i16]) -> &mut Self {
        self.bytes(name, numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>())
    }

    /// Adds a section of signed bytes.
    pub fn i8s(&mut self, name: &str, numbers: &[i8]) -> &mut Self {
        self.bytes(name, numbers.iter().map(|&number| number as u8).collect::<Vec<u8>>())
    }

    /// The file.
    pub fn finish(&self) -> Vec<u8> {
        let mut file = Vec::new();
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&FORMAT.to_le_bytes());
        file.extend_from_slice(&padded::<KIND>(&self.kind));
        file.extend_from_slice(&self.version.to_le_bytes());
        file.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        file.extend_from_slice(&0_u32.to_le_bytes());
        let mut offset = (HEADER + ENTRY * self.sections.len()).next_multiple_of(ALIGN);
        for (name, bytes) in &self.sections {
            file.extend_from_slice(&padded::<NAME>(name));
            file.extend_from_slice(&(offset as u64).to_le_bytes());
            file.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            offset = (offset + bytes.len()).next_multiple_of(ALIGN);
        }
        for (_, bytes) in &self.sections {
            file.resize(file.len().next_multiple_of(ALIGN), 0);
            file.extend_from_slice(bytes);
        }
        let checksum = blake3::hash(&file);
        file.extend_from_slice(checksum.as_bytes());
        file
    }
}

fn padded<const N: usize>(name: &str) -> [u8; N] {
    let mut bytes = [0; N];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    bytes
}

fn name_of(bytes: &[u8]) -> Option<String> {
    let length = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    std::str::from_utf8(&bytes[..length]).ok().map(str::to_owned)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes were sliced"))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes were sliced"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut writer = ContainerWriter::new("sample", 3);
        writer.text("words", "gamma\ndelta").f32s("weights", &[0.5, -2.0]).i8s("bytes", &[-1, 7]);
        writer.u32s("empty", &[]);
        writer.finish()
    }

    #[test]
    fn sections_come_back_as_they_were_written() {
        let container = Container::parse_as("sample", 3, sample()).unwrap();
        assert_eq!(container.text("words").unwrap(), "gamma\ndelta");
        assert_eq!(container.f32s("weights").unwrap(), [0.5, -2.0]);
        assert_eq!(container.i8s("bytes").unwrap(), [-1, 7]);
        assert!(container.u32s("empty").unwrap().is_empty());
        assert_eq!(container.names().collect::<Vec<_>>(), ["words", "weights", "bytes", "empty"]);
        assert_eq!(container.bytes("tags").unwrap_err(), ModelError::MissingSection("tags".into()));
        assert!(matches!(container.f32s("bytes"), Err(ModelError::BadSection { .. })));
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let file = sample();
        for length in 0..file.len() {
            assert!(Container::parse(file[..length].to_vec()).is_err(), "{length} bytes were taken");
        }
    }

    #[test]
    fn a_file_with_one_flipped_bit_is_refused() {
        let file = sample();
        for at in 0..file.len() {
            let mut flipped = file.clone();
            flipped[at] ^= 0x10;
            assert!(Container::parse(flipped).is_err(), "the flip at {at} was not seen");
        }
    }

    #[test]
    fn another_version_or_kind_is_named() {
        let mut newer = sample();
        newer[8] = 9;
        assert_eq!(Container::parse(newer).unwrap_err(), ModelError::Format { found: 9, known: FORMAT });
        assert!(matches!(Container::parse_as("sample", 4, sample()), Err(ModelError::Version { found: 3, .. })));
        assert!(matches!(Container::parse_as("parser", 3, sample()), Err(ModelError::Kind { .. })));
        assert_eq!(Container::parse(b"%PDF-1.7".to_vec()).unwrap_err(), ModelError::NotAModel);
    }
}
