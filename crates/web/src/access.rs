//! Who may read: everybody, or who has a token or the password.

use crate::app::Error;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The cookie that carries a session.
pub const COOKIE: &str = "rapporteur-session";
/// So many sessions are open at a time; the oldest ends when one more begins.
const SESSIONS: usize = 1_000;

/// Who may read.
#[derive(Clone, Debug)]
pub enum Access {
    /// Everybody who reaches the server.
    Open,
    /// Who has the token, or the password.
    Closed(Arc<Keys>),
}

/// What opens a closed server.
#[derive(Debug)]
pub struct Keys {
    /// Hash of the token; comparing hashes takes the same time wherever they differ.
    token: Option<blake3::Hash>,
    /// The password's hash, as argon2 writes it.
    password: Option<String>,
    sessions: Mutex<VecDeque<blake3::Hash>>,
}

impl Access {
    /// Closed, with a token that is made now. Gives it too.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn with_new_token() -> Result<(Self, String), Error> {
        let token = random()?;
        Ok((Self::with_token(&token), token))
    }

    /// Closed, with this token.
    pub fn with_token(token: &str) -> Self {
        let token = Some(blake3::hash(token.as_bytes()));
        Self::Closed(Arc::new(Keys { token, password: None, sessions: Mutex::default() }))
    }

    /// Closed, with the password whose hash the file holds.
    ///
    /// # Errors
    /// When the file cannot be read or holds none.
    pub fn with_password_file(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|_| Error::Password(path.to_owned()))?;
        let hash = text.trim();
        if PasswordHash::new(hash).is_err() {
            return Err(Error::Password(path.to_owned()));
        }
        Ok(Self::Closed(Arc::new(Keys { token: None, password: Some(hash.to_owned()), sessions: Mutex::default() })))
    }
}

impl Keys {
    /// Whether one can enter by a password.
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }

    /// Whether this is the token.
    pub fn is_token(&self, given: &str) -> bool {
        self.token.is_some_and(|token| token == blake3::hash(given.as_bytes()))
    }

    /// Whether this is the password or the token. Takes a tenth of a second on purpose.
    pub fn opens(&self, given: &str) -> bool {
        let by_password =
            |hash: &String| PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(given.as_bytes(), &hash).is_ok());
        self.is_token(given) || self.password.as_ref().is_some_and(by_password)
    }

    /// Begins a session; gives the secret that its cookie carries.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn begin(&self) -> Result<String, Error> {
        let secret = random()?;
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= SESSIONS {
            sessions.pop_front();
        }
        sessions.push_back(blake3::hash(secret.as_bytes()));
        Ok(secret)
    }

    /// Whether a session with this secret is open.
    pub fn is_open(&self, secret: &str) -> bool {
        let hash = blake3::hash(secret.as_bytes());
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).contains(&hash)
    }

    /// Ends a session.
    pub fn end(&self, secret: &str) {
        let hash = blake3::hash(secret.as_bytes());
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).retain(|open| *open != hash);
    }
}

/// The hash of a password for the file that [`Access::with_password_file`] reads (Argon2id).
///
/// # Errors
/// When the system gives no random numbers.
pub fn hash_password(password: &str) -> Result<String, Error> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(Error::Random)?;
    let salt = SaltString::encode_b64(&salt).expect("sixteen bytes are a salt");
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt).expect("the default parameters are in range");
    Ok(hash.to_string())
}

/// 256 random bits as letters.
pub fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Error::Random)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_and_another_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        std::fs::write(&path, hash_password("harbour at dusk").unwrap() + "\n").unwrap();
        let Access::Closed(keys) = Access::with_password_file(&path).unwrap() else { panic!("it is open") };
        assert!(keys.opens("harbour at dusk") && !keys.opens("harbour at dawn") && !keys.opens(""));
        std::fs::write(&path, "harbour at dusk").unwrap();
        assert!(matches!(Access::with_password_file(&path), Err(Error::Password(_))));
    }

    #[test]
    fn a_session_lasts_until_it_ends_or_too_many_began_after_it() {
        let Access::Closed(keys) = Access::with_token("t") else { panic!("it is open") };
        let first = keys.begin().unwrap();
        assert!(keys.is_open(&first) && !keys.is_open("") && !keys.is_open("t"));
        let second = keys.begin().unwrap();
        keys.end(&second);
        assert!(!keys.is_open(&second));
        for _ in 0..SESSIONS {
            keys.begin().unwrap();
        }
        assert!(!keys.is_open(&first));
    }
}
