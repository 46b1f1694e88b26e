//! `rapporteur export`: a store in the forms that other programs open.

use super::ask::check_days;
use crate::ExitStatus;
use crate::args::{ExportArgs, ExportFormat};
use crate::output::{Output, refuse_to_overwrite};
use anyhow::{Context, bail};
use rapporteur::Reader;
use rapporteur_lexicon::{EventCodes, SectorClass};
use rapporteur_record::Offsets;
use rapporteur_store::Store;
use rapporteur_views::export::event_data::{self, Codes, Layout};
use rapporteur_views::export::package::{self, About, Folder};
use rapporteur_views::export::reports::{self, Addressed};
use rapporteur_views::export::table::{TableFormat, TableOptions};
use rapporteur_views::export::{Error, Rows, Selection, Zip, dna, graph, table};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Writes what is asked for.
pub fn run(args: &ExportArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    check_days([&args.choose.since, &args.choose.until])?;
    let selection = Selection { filter: args.choose.filter(), patience: Duration::from_secs(args.timeout) };
    let mut store = Store::open_to_read(&args.store)?;
    package::not_empty(&mut store, &Selection::all(selection.patience))?;
    refuse_to_overwrite(&args.out, args.force)?;
    let done = match args.format {
        ExportFormat::Csv => rows(&mut store, args, &selection, TableFormat::Csv)?,
        ExportFormat::Tsv => rows(&mut store, args, &selection, TableFormat::Tsv)?,
        ExportFormat::Json => rows(&mut store, args, &selection, TableFormat::Json)?,
        ExportFormat::Jsonl => rows(&mut store, args, &selection, TableFormat::Jsonl)?,
        ExportFormat::Markdown => rows(&mut store, args, &selection, TableFormat::Markdown)?,
        ExportFormat::Parquet => rows(&mut store, args, &selection, TableFormat::Parquet)?,
        ExportFormat::Arrow => rows(&mut store, args, &selection, TableFormat::Arrow)?,
        ExportFormat::Graphml | ExportFormat::Gexf => network(&mut store, args, &selection)?,
        ExportFormat::Dna => database(&mut store, args, &selection)?,
        ExportFormat::Petrarch => events(&mut store, args, &selection, Layout::Petrarch, quiet)?,
        ExportFormat::Phoenix => events(&mut store, args, &selection, Layout::Phoenix, quiet)?,
        ExportFormat::Gdelt => events(&mut store, args, &selection, Layout::Gdelt, quiet)?,
        ExportFormat::Icews => events(&mut store, args, &selection, Layout::Icews, quiet)?,
        ExportFormat::Webannotation => annotations(&mut store, args, &selection)?,
        ExportFormat::Brat | ExportFormat::Timeml => folder_of_reports(&mut store, args, &selection)?,
        ExportFormat::Conllu => trees(&mut store, args, &selection)?,
        ExportFormat::Datapackage => data_package(&mut store, args, &selection)?,
    };
    if !quiet {
        anstream::eprintln!("{done} → {}", args.out.display());
    }
    Ok(ExitStatus::Done)
}

fn rows(store: &mut Store, args: &ExportArgs, selection: &Selection, format: TableFormat) -> anyhow::Result<String> {
    let name = args.table.table();
    let columns = package::columns(name, !args.without_text);
    let options = TableOptions { escape_formulas: args.escape_formulas, mark: args.bom };
    let mut rows = Rows::of(store, name, &columns, selection)?;
    let count = stream(&args.out, format.is_text(), |out| table::write(format, &columns, &mut rows, options, out))?;
    Ok(format!("{count} {}", name.as_str()))
}

fn network(store: &mut Store, args: &ExportArgs, selection: &Selection) -> anyhow::Result<String> {
    let graph = graph::build(store, args.network.network(), selection)?;
    stream(&args.out, true, |out| match args.format {
        ExportFormat::Gexf => graph::write_gexf(&graph, out),
        _ => graph::write_graphml(&graph, out),
    })?;
    Ok(format!("{} nodes and {} ties", graph.nodes.len(), graph.edges.len()))
}

fn database(store: &mut Store, args: &ExportArgs, selection: &Selection) -> anyhow::Result<String> {
    if args.out == Path::new("-") {
        bail!("a database cannot be written to standard output\n  help: give --out the name of a file that ends in .dna");
    }
    // It gets its name when it is whole, as every file does.
    let part = with_ending(&args.out, ".part");
    remove(&part)?;
    File::create(&part).with_context(|| format!("cannot write {}", args.out.display()))?;
    let written = dna::write(store, selection, &part).map_err(anyhow::Error::from).and_then(|counts| {
        std::fs::rename(&part, &args.out).with_context(|| format!("cannot write {}", args.out.display()))?;
        Ok(counts)
    });
    if written.is_err() {
        remove(&part)?;
    }
    let (documents, statements) = written?;
    Ok(format!("{documents} documents and {statements} statements (coder {}, password {})", dna::CODER, dna::PASSWORD))
}

fn events(store: &mut Store, args: &ExportArgs, selection: &Selection, layout: Layout, quiet: bool) -> anyhow::Result<String> {
    let pairs = event_data::pairs(store, selection, layout)?;
    let codes = KnownCodes(EventCodes::embedded());
    if args.out == Path::new("-") {
        stream(&args.out, true, |out| event_data::write(layout, &pairs, &codes, out))?;
        if !quiet {
            anstream::eprintln!("warning: the words of the events are left out: they go to a file beside --out");
        }
    } else {
        let beside = with_ending(&args.out, ".evidence.tsv");
        refuse_to_overwrite(&beside, args.force)?;
        stream(&args.out, true, |out| event_data::write(layout, &pairs, &codes, out))?;
        stream(&beside, true, |out| event_data::write_evidence(&pairs, out))?;
    }
    Ok(format!("{} events", pairs.len()))
}

/// The knowledge files, as the export asks for them.
struct KnownCodes(EventCodes);

impl Codes for KnownCodes {
    fn goldstein(&self, cameo: &str) -> Option<f64> {
        self.0.scales(cameo).map(|scales| scales.goldstein)
    }
    fn quad(&self, cameo: &str) -> Option<u8> {
        self.0.scales(cameo).map(|scales| scales.quad)
    }
    fn penta(&self, cameo: &str) -> Option<u8> {
        self.0.scales(cameo).map(|scales| scales.penta)
    }
    fn event(&self, cameo: &str) -> Option<String> {
        self.0.event(cameo).map(str::to_owned)
    }
    fn country(&self, part: &str) -> Option<String> {
        self.0.country(part).map(str::to_owned)
    }
    fn sector(&self, part: &str) -> Option<String> {
        self.0.sector(part).map(|(_, name)| name.to_owned())
    }
    fn religion(&self, part: &str) -> bool {
        self.0.sector(part).is_some_and(|(class, _)| class == SectorClass::Religion)
    }
    fn country_by_iso(&self, iso: &str) -> Option<String> {
        self.0.country_by_iso(iso).map(str::to_owned)
    }
}

fn annotations(store: &mut Store, args: &ExportArgs, selection: &Selection) -> anyhow::Result<String> {
    let ids = reports::chosen(store, selection)?;
    let mut found = ids.into_iter().map(|id| Addressed::load(store, id, selection));
    let count = stream(&args.out, true, |out| reports::write_web_annotations(&mut found, out))?;
    Ok(format!("{count} annotations"))
}

/// A file or two for each report, and a list of them.
fn folder_of_reports(store: &mut Store, args: &ExportArgs, selection: &Selection) -> anyhow::Result<String> {
    let ids = reports::chosen(store, selection)?;
    let mut folder = Disk::make(&args.out)?;
    let mut list = String::from("file\treport\taddress\tpublished\ttitle\n");
    for &id in &ids {
        let report = Addressed::load(store, id, selection)?;
        let name = report.name();
        if args.format == ExportFormat::Brat {
            folder.file(&format!("{name}.txt"), &mut |out| Ok(out.write_all(report.record.text.as_bytes())?))?;
            folder.file(&format!("{name}.ann"), &mut |out| Ok(out.write_all(reports::brat(&report).as_bytes())?))?;
        } else {
            folder.file(&format!("{name}.tml"), &mut |out| reports::write_timeml(&report, out))?;
        }
        let doc = &report.record.doc;
        let cells =
            [name.as_str(), &id.to_string(), &report.address, doc.published.as_deref().unwrap_or(""), doc.title.as_deref().unwrap_or("")];
        list.push_str(&cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).join("\t"));
        list.push('\n');
    }
    if args.format == ExportFormat::Brat {
        folder.file("annotation.conf", &mut |out| Ok(out.write_all(reports::BRAT_CONFIGURATION.as_bytes())?))?;
    }
    folder.file("reports.tsv", &mut |out| Ok(out.write_all(list.as_bytes())?))?;
    Ok(format!("{} reports", ids.len()))
}

/// The body of each report, parsed as reading parses it.
fn trees(store: &mut Store, args: &ExportArgs, selection: &Selection) -> anyhow::Result<String> {
    let ids = reports::chosen(store, selection)?;
    let reader = Reader::embedded()?;
    let mut sentences = 0_usize;
    stream(&args.out, true, |out| {
        for &id in &ids {
            let report = Addressed::load(store, id, selection)?;
            let text = &report.record.text;
            let offsets = Offsets::new(text);
            let body: Vec<_> = report.record.doc.body.iter().filter_map(|span| offsets.bytes(*span)).collect();
            let analysis = rapporteur_language::analyse(text, &body, reader.models());
            writeln!(out, "# newdoc id = {}", report.name())?;
            writeln!(out, "# address = {}", report.address.replace(['\n', '\r'], " "))?;
            for (at, tree) in rapporteur_language::conllu_sentences(text, &analysis).enumerate() {
                // Numbers are unlike in all reports, and every sentence leads to its place.
                let span = offsets.span(analysis.sentences[at].span);
                let head = format!("# sent_id = {}-{}\n# start = {}\n# end = {}\n", report.name(), at + 1, span.start, span.end);
                out.write_all(tree.replacen(&format!("# sent_id = {}\n", at + 1), &head, 1).as_bytes())?;
                sentences += 1;
            }
        }
        Ok::<(), Error>(())
    })?;
    Ok(format!("{sentences} sentences of {} reports", ids.len()))
}

fn data_package(store: &mut Store, args: &ExportArgs, selection: &Selection) -> anyhow::Result<String> {
    let about = About { title: args.title.clone(), licence: args.licence.clone(), texts: !args.without_text };
    let zipped = args.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let counts = if zipped {
        stream(&args.out, false, |out| {
            let mut zip = Zip::new(out);
            let counts = package::write(store, selection, &about, &mut zip)?;
            zip.finish()?;
            Ok::<_, Error>(counts)
        })?
    } else {
        package::write(store, selection, &about, &mut Disk::make(&args.out)?)?
    };
    Ok(counts.iter().map(|(table, count)| format!("{count} {}", table.as_str())).collect::<Vec<_>>().join(", "))
}

/// Writes a file that appears when it is whole, or standard output.
fn stream<T>(path: &Path, text: bool, write: impl FnOnce(&mut dyn Write) -> Result<T, Error>) -> anyhow::Result<T> {
    let mut out = if text { Output::open(Some(path))? } else { Output::open_for_bytes(path)? };
    match write(&mut out) {
        Ok(value) => {
            out.finish()?;
            Ok(value)
        }
        Err(error) => {
            out.abandon();
            Err(error.into())
        }
    }
}

/// A folder on the disk.
struct Disk(PathBuf);

impl Disk {
    fn make(path: &Path) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            bail!("a folder cannot be written to standard output\n  help: give --out the name of a folder");
        }
        std::fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(Self(path.to_owned()))
    }
}

impl Folder for Disk {
    fn file(&mut self, name: &str, content: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>) -> Result<(), Error> {
        let mut out = BufWriter::new(File::create(self.0.join(name))?);
        content(&mut out)?;
        Ok(out.flush()?)
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}
