//! What all requests share: connections, the catalogue, the engine, limits.

use crate::access::Access;
use crate::problem::Problem;
use crate::rate::Rate;
use axum::http::StatusCode;
use rapporteur::Reader;
use rapporteur_lexicon::Ontology;
use rapporteur_store::Store;
use rapporteur_store::browse::{Browser, Catalogue};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Limits that keep one client from taking the server from all others.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Threads that read posted reports.
    pub readers: usize,
    /// Posted reports that wait for one; more are turned away.
    pub waiting: usize,
    /// Questions to the store at a time.
    pub questions: usize,
    /// Longest time of a question to the store.
    pub question: Duration,
    /// Longest time from a whole request to the whole answer.
    pub answer: Duration,
    /// Longest time in which the head of a request must come.
    pub head: Duration,
    /// Longest time in which the body of a request must come.
    pub body: Duration,
    /// Longest body of `POST /api/v1/read`, in bytes.
    pub body_bytes: usize,
    /// Connections at a time.
    pub connections: usize,
    /// Requests a second of one client, on average.
    pub rate: u32,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            readers: cores,
            waiting: 256,
            questions: cores.max(2) * 2,
            question: Duration::from_secs(10),
            answer: Duration::from_secs(120),
            head: Duration::from_secs(10),
            body: Duration::from_secs(60),
            body_bytes: 20 << 20,
            connections: 12_000,
            rate: 400,
        }
    }
}

/// How the reader is to be served.
#[derive(Clone, Debug)]
pub struct Options {
    /// The store.
    pub store: PathBuf,
    /// Who may read.
    pub access: Access,
    /// Whether questions in SQL are answered.
    pub sql: bool,
    /// Whether findings may be corrected.
    pub edit: bool,
    /// The origin whose pages may use the API from another site, `*` for all.
    pub cors: Option<String>,
    /// Names under which the server is reached, beside loopback ones; a request for another is refused. Empty: any.
    pub hosts: Vec<String>,
    /// Limits.
    pub limits: Limits,
}

impl Options {
    /// A store served on loopback to whoever is there.
    pub fn new(store: impl Into<PathBuf>) -> Self {
        let (access, limits) = (Access::Open, Limits::default());
        Self { store: store.into(), access, sql: false, edit: false, cors: None, hosts: Vec::new(), limits }
    }
}

/// Why the reader could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store cannot be used.
    #[error("{0}")]
    Store(#[from] rapporteur_store::Error),
    /// The engine cannot be used.
    #[error("{0}")]
    Engine(#[from] rapporteur::Error),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}\n  help: choose another with --port or --bind")]
    Bind {
        /// The address.
        address: String,
        /// Why not.
        cause: std::io::Error,
    },
    /// A password file that holds no hash.
    #[error("{0} holds no password hash\n  help: `rapporteur serve --hash-password < FILE` makes one")]
    Password(PathBuf),
    /// The system gives no random numbers.
    #[error("no random numbers can be had: {0}")]
    Random(getrandom::Error),
}

/// What all requests share.
pub struct App {
    /// As it was made.
    pub(crate) options: Options,
    pub(crate) reader: Reader,
    pub(crate) ontology: Ontology,
    pub(crate) rate: Rate,
    catalogue: RwLock<Arc<Catalogue>>,
    idle: Mutex<Vec<Browser>>,
    /// The connection that sees whether others wrote, and what it saw last.
    watch: Mutex<(Browser, i64)>,
    /// Held while the store is written: corrections come one after another.
    writing: Mutex<()>,
    /// By which tokens of forms are made; another in each run.
    pub(crate) secret: [u8; 32],
    questions: Semaphore,
    reading: Arc<Semaphore>,
    waiting: Semaphore,
}

impl App {
    /// Opens the store, reads its catalogue and loads the models.
    ///
    /// # Errors
    /// When the store or the engine cannot be used.
    pub fn new(options: Options) -> Result<Arc<Self>, Error> {
        let browser = Browser::open(&options.store)?;
        let version = browser.data_version()?;
        let catalogue = browser.catalogue()?;
        let limits = &options.limits;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(Error::Random)?;
        let app = Arc::new(Self {
            reader: Reader::embedded()?,
            ontology: Ontology::embedded(),
            rate: Rate::new(limits.rate),
            catalogue: RwLock::new(Arc::new(catalogue)),
            idle: Mutex::default(),
            watch: Mutex::new((browser, version)),
            writing: Mutex::default(),
            secret,
            questions: Semaphore::new(limits.questions),
            reading: Arc::new(Semaphore::new(limits.readers)),
            waiting: Semaphore::new(limits.waiting),
            options,
        });
        app.count_ahead();
        Ok(app)
    }

    /// Counts what the first pages show, while the server answers already.
    fn count_ahead(&self) {
        let catalogue = self.catalogue();
        // Where no thread can be had, the first who asks counts.
        drop(std::thread::Builder::new().spawn(move || catalogue.count_whole()));
    }

    /// The catalogue as it was read last.
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the catalogue again if another program wrote to the store. Gives how long that took.
    ///
    /// # Errors
    /// When the store cannot be read; then the catalogue stays what it was.
    pub fn look_again(&self) -> Result<Option<Duration>, Error> {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let version = watch.0.data_version()?;
        if version == watch.1 {
            return Ok(None);
        }
        let start = Instant::now();
        let catalogue = watch.0.catalogue()?;
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
        watch.1 = version;
        self.count_ahead();
        Ok(Some(start.elapsed()))
    }

    /// Asks the store on a thread that may wait, with a connection of its own.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&mut Browser, &Catalogue) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.questions.acquire().await.map_err(|_| Problem::fault())?;
        let app = Arc::clone(self);
        let work = tokio::task::spawn_blocking(move || {
            let idle = app.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut browser = match idle {
                Some(browser) => browser,
                None => Browser::open(&app.options.store)?,
            };
            let answer = question(&mut browser, &app.catalogue());
            app.idle.lock().unwrap_or_else(PoisonError::into_inner).push(browser);
            answer
        });
        // A panic is a fault of ours; the connection it had is dropped with it.
        work.await.map_err(|_| Problem::fault())?
    }

    /// Changes the store, and sees to it that the next answer shows that.
    pub(crate) async fn change<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.questions.acquire().await.map_err(|_| Problem::fault())?;
        let app = Arc::clone(self);
        let work = tokio::task::spawn_blocking(move || {
            let _alone = app.writing.lock().unwrap_or_else(PoisonError::into_inner);
            let changed = change(&mut Store::open(&app.options.store)?)?;
            app.look_again().map_err(|_| Problem::fault())?;
            Ok(changed)
        });
        work.await.map_err(|_| Problem::fault())?
    }

    /// Works with the engine on a thread of a bounded number.
    ///
    /// # Errors
    /// 503 when too many wait already.
    pub(crate) async fn read<T: Send + 'static>(self: &Arc<Self>, work: impl FnOnce(&Reader) -> T + Send + 'static) -> Result<T, Problem> {
        let _place = self.waiting.try_acquire().map_err(|_| {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many reports wait to be read").help("try again in a few seconds")
        })?;
        let turn = Arc::clone(&self.reading).acquire_owned().await.map_err(|_| Problem::fault())?;
        let app = Arc::clone(self);
        let work = tokio::task::spawn_blocking(move || {
            // The turn ends with the work, even if the client went away before.
            let _turn = turn;
            work(&app.reader)
        });
        work.await.map_err(|_| Problem::fault())
    }
}
