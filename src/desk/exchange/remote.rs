//! A channel in a store elsewhere: S3-compatible (`s3://bucket/folder`) or WebDAV (`https://host/folder`). The same immutable files
//! named by their content as in a folder, so that writing one twice does no harm.
//!
//! Who may enter is told by the environment, as for other programs, and never kept: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
//! `AWS_REGION`, `AWS_ENDPOINT` and `AWS_ALLOW_HTTP` for S3; `DAQU_WEBDAV_USER` and `DAQU_WEBDAV_PASSWORD` for WebDAV.

use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use object_store::aws::AmazonS3Builder;
use object_store::http::HttpBuilder;
use object_store::path::Path;
use object_store::{
    ClientOptions, HeaderMap, HeaderValue, ObjectStore, ObjectStoreExt, RetryConfig,
};
use tokio::runtime::{Builder, Runtime};

use super::medium::{Medium, Said, may_be_bundle};

/// A store that does not answer in this time is not there.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest that one file may take.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// A store elsewhere, and what waits for its answers.
pub struct Remote {
    store: Box<dyn ObjectStore>,
    root: Path,
    url: String,
    runtime: Runtime,
}

impl Remote {
    /// Prepares for a store; nothing is asked of it yet.
    ///
    /// # Errors
    /// Where the address is none.
    pub fn open(url: &str) -> Result<Remote, Said> {
        let said = |error: &dyn std::fmt::Display| error.to_string();
        let (scheme, rest) = url.split_once("://").ok_or("not an address")?;
        let (host, folder) = rest.split_once('/').unwrap_or((rest, ""));
        let retry =
            RetryConfig { max_retries: 3, retry_timeout: PATIENCE, ..RetryConfig::default() };
        // A large file on a slow line takes its time; one of which nothing comes any more does not.
        let options = ClientOptions::new()
            .with_connect_timeout(PATIENCE)
            .with_read_timeout(PATIENCE)
            .with_timeout(LONGEST);
        let store: Box<dyn ObjectStore> = if scheme == "s3" {
            let open = std::env::var("AWS_ALLOW_HTTP").is_ok_and(|said| said == "true");
            let builder = AmazonS3Builder::from_env().with_bucket_name(host).with_retry(retry);
            let builder = builder.with_client_options(options.with_allow_http(open));
            Box::new(builder.build().map_err(|error| said(&error))?)
        } else {
            let options = options.with_allow_http(true);
            let options = match credentials() {
                Some(headers) => options.with_default_headers(headers?),
                None => options,
            };
            let builder = HttpBuilder::new().with_url(format!("{scheme}://{host}"));
            let builder = builder.with_client_options(options).with_retry(retry);
            Box::new(builder.build().map_err(|error| said(&error))?)
        };
        let root = Path::parse(folder.trim_matches('/')).map_err(|error| said(&error))?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| said(&error))?;
        Ok(Remote { store, root, url: url.trim_end_matches('/').to_owned(), runtime })
    }

    fn at(&self, folder: &str, name: &str) -> Path {
        self.root.clone().join(folder).join(name)
    }
}

/// Name and password of WebDAV as a header; `None` where none are told.
fn credentials() -> Option<Result<HeaderMap, Said>> {
    let user = std::env::var("DAQU_WEBDAV_USER").ok()?;
    let password = std::env::var("DAQU_WEBDAV_PASSWORD").unwrap_or_default();
    let basic = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
    let header = |mut value: HeaderValue| {
        value.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert("authorization", value);
        headers
    };
    Some(HeaderValue::from_str(&basic).map(header).map_err(|error| error.to_string()))
}

impl Medium for Remote {
    fn list(&self, folder: &str) -> Result<Vec<String>, Said> {
        let inside = self.root.clone().join(folder);
        let listed = self.runtime.block_on(self.store.list_with_delimiter(Some(&inside)));
        let mut files = match listed {
            Ok(listed) => listed.objects,
            // Nobody has written for this desk yet.
            Err(object_store::Error::NotFound { .. }) => return Ok(Vec::new()),
            Err(error) => return Err(error.to_string()),
        };
        files.sort_by(|a, b| (a.last_modified, &a.location).cmp(&(b.last_modified, &b.location)));
        let name = |file: &object_store::ObjectMeta| {
            let name = file.location.filename()?.to_owned();
            may_be_bundle(&name, file.size).then_some(name)
        };
        Ok(files.iter().filter_map(name).collect())
    }

    fn read(&self, folder: &str, name: &str) -> Result<Vec<u8>, Said> {
        let at = self.at(folder, name);
        let got = self.runtime.block_on(self.store.get(&at)).map_err(|error| error.to_string())?;
        if !may_be_bundle(name, got.meta.size) {
            return Err("it is larger than any honest bundle".to_owned());
        }
        let bytes = self.runtime.block_on(got.bytes());
        bytes.map(|bytes| bytes.to_vec()).map_err(|error| error.to_string())
    }

    fn write(&self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), Said> {
        let at = self.at(folder, name);
        let written = self.runtime.block_on(self.store.put(&at, bytes.to_vec().into()));
        written.map_err(|error| error.to_string())?;
        if self.read(folder, name)? != bytes {
            return Err("the store did not keep what was written".to_owned());
        }
        Ok(())
    }

    fn holds(&self, folder: &str, name: &str) -> bool {
        self.runtime.block_on(self.store.head(&self.at(folder, name))).is_ok()
    }

    fn place(&self, folder: &str, name: &str) -> PathBuf {
        PathBuf::from(format!("{}/{folder}/{name}", self.url))
    }
}
