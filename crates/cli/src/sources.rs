//! Paths, folders, patterns and `-` → the inputs they stand for, in order.

use crate::args::InputArgs;
use anyhow::{Context, bail};
use rapporteur::{Options, Reader, Source};
use rapporteur_lexicon::Overlay;
use rapporteur_lexicon::petrarch::{Dictionary, Kind};
use rapporteur_record::{Code, Diagnostic};
use std::fs::File;
use std::io;
use std::path::Path;
use walkdir::WalkDir;

/// The inputs that `paths` name. What names nothing becomes an input that fails in its place.
pub fn expand(paths: &[String]) -> Vec<Source> {
    paths.iter().flat_map(|path| one(path)).collect()
}

/// How the inputs are to be read.
///
/// # Errors
/// When the date is none.
pub fn options(args: &InputArgs) -> anyhow::Result<Options> {
    if let Some(date) = &args.date
        && !rapporteur_reading::is_iso_date(date)
    {
        bail!("`{date}` is not a date\n  help: give it as YYYY-MM-DD");
    }
    let mut options = Options {
        encoding: args.encoding.clone(),
        date: args.date.clone(),
        text_field: args.text_field.clone(),
        date_field: args.date_field.clone(),
        id_field: args.id_field.clone(),
        url_field: args.url_field.clone(),
        title_field: args.title_field.clone(),
        publisher_field: args.publisher_field.clone(),
        ..Options::default()
    };
    if let Some(limit) = args.max_bytes {
        options.max_bytes = limit;
    }
    Ok(options)
}

/// A reader with the user's tables, if he has any.
///
/// # Errors
/// When one of them cannot be used.
pub fn reader(args: &InputArgs) -> anyhow::Result<Reader> {
    Ok(match &args.lexicon {
        Some(folder) => Reader::with_overlays(overlays(folder)?)?,
        None => Reader::embedded()?,
    })
}

/// On how many threads to read.
pub fn threads(args: &InputArgs) -> usize {
    args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

fn one(path: &str) -> Vec<Source> {
    if path == "-" {
        return vec![Source::new("-", None, || Ok(Box::new(io::stdin())))];
    }
    let as_path = Path::new(path);
    if as_path.is_dir() {
        return folder(path);
    }
    if !as_path.exists() && path.contains(['*', '?', '[']) {
        return pattern(path);
    }
    vec![file(path.to_owned())]
}

fn file(path: String) -> Source {
    let length = std::fs::metadata(&path).ok().filter(|data| data.is_file()).map(|data| data.len());
    let name = path.clone();
    Source::file(path, length, move || Ok(Box::new(File::open(name)?)))
}

/// What tells a report from all others: its address on the web, or its file by its whole path, with the id or number
/// of its row. What comes from a stream is told by its content, since the next stream is another.
pub fn address(uri: &str, key: Option<&str>, doc: &str) -> String {
    let (file, row) = match uri.rsplit_once('#') {
        Some((file, row)) if row.chars().all(|c| c.is_ascii_digit()) => (file, Some(row)),
        _ => (uri, None),
    };
    if file.contains("://") {
        // A feed in a crawl: its items are told apart by their ids.
        return match (key, row) {
            (Some(key), Some(_)) => format!("{file}#{key}"),
            _ => uri.to_owned(),
        };
    }
    if file == "-" || file.starts_with("-!") {
        return format!("stdin#{}", key.unwrap_or(doc));
    }
    let file = std::path::absolute(file).map_or_else(|_| file.to_owned(), |path| path.display().to_string());
    match (key, row) {
        (Some(key), _) => format!("{file}#{key}"),
        (None, Some(row)) => format!("{file}#{row}"),
        (None, None) => file,
    }
}

/// The tables of a folder that are to be laid over those of the program, in order of name.
///
/// # Errors
/// When the folder holds no table, or one cannot be read.
pub fn overlays(folder: &Path) -> anyhow::Result<Vec<Overlay>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        if entry.path().extension().is_some_and(|extension| extension == "tsv") {
            let path = entry.path();
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let parts: Vec<_> = path.strip_prefix(folder).unwrap_or(path).iter().map(|part| part.to_string_lossy()).collect();
            found.push(Overlay { name: parts.join("/"), path: path.display().to_string(), text });
        }
    }
    if found.is_empty() {
        bail!("{} holds no table\n  help: its files are named as those of the program are, such as actors/roles.tsv", folder.display());
    }
    Ok(found)
}

/// The dictionaries of PETRARCH that lie in a folder.
///
/// # Errors
/// When the folder cannot be read, or verbs or actors are missing.
pub fn petrarch(folder: &Path) -> anyhow::Result<Dictionary> {
    let mut files = Vec::new();
    let listed = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in listed {
        let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_file() && Kind::of(&name).is_some() {
            let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.push(rapporteur_lexicon::petrarch::File { name: path.display().to_string(), bytes });
        }
    }
    let dictionary = Dictionary::read(&files);
    if let Some(what) = dictionary.missing() {
        bail!("{} holds no {what}\n  help: name the folder with PETRARCH's dictionaries", folder.display());
    }
    Ok(dictionary)
}

/// All files below a folder in order of name; hidden ones are left out.
fn folder(path: &str) -> Vec<Source> {
    let visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let mut found = Vec::new();
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => found.push(file(entry.path().to_string_lossy().into_owned())),
            Ok(_) => {}
            Err(error) => {
                let place = error.path().unwrap_or(Path::new(path)).to_string_lossy().into_owned();
                let cause = error.io_error().map_or_else(|| "the folder leads back into itself".into(), |e| e.to_string().to_lowercase());
                found.push(Source::failed(place, Diagnostic::new(Code::InputUnreadable, cause)));
            }
        }
    }
    if found.is_empty() {
        found.push(nothing(path, "the folder holds no file to read"));
    }
    found
}

fn pattern(path: &str) -> Vec<Source> {
    let found: Vec<Source> = match glob::glob(path) {
        Ok(paths) => {
            paths.filter_map(Result::ok).filter(|path| path.is_file()).map(|path| file(path.to_string_lossy().into_owned())).collect()
        }
        Err(error) => return vec![nothing(path, &format!("the pattern cannot be read: {}", error.msg))],
    };
    if found.is_empty() { vec![nothing(path, "the pattern matches no file")] } else { found }
}

fn nothing(path: &str, message: &str) -> Source {
    Source::failed(path, Diagnostic::new(Code::InputNoReports, message).help("name a file, a folder, a pattern, or - for standard input"))
}
