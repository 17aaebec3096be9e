//! Leads for other people's programs: what the list shows, in its order, as a file.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::lead::Lead;
use crate::interchange::export::Format;
use crate::interchange::export::ocds::{Outgoing, Publication};
use crate::store::StoreError;

use super::query::Reading;
use super::view::Filter;
use super::{Desk, DeskError, history};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedLeads {
    /// The file.
    pub file: PathBuf,
    /// Leads in it.
    pub leads: usize,
    /// Texts that the format could not hold whole.
    pub shortened: usize,
    /// The search found more than are ranked; those are not in it.
    pub more: bool,
}

impl Desk {
    /// Where an export goes when nothing else is said: the folder of exports, named by the moment.
    pub fn lead_export_file(&self, format: &Format) -> PathBuf {
        let stamp = self.now().format("%Y%m%dT%H%M%SZ");
        self.home.exports().join(format!("leads-{stamp}.{}", format.extension))
    }

    /// Writes the leads that a filter shows. The file is there whole or not at all; one of the same name is replaced.
    ///
    /// # Errors
    /// Where the store cannot be read or the file cannot be written.
    pub fn export_leads(
        &mut self,
        filter: &Filter,
        format: &Format,
        file: &Path,
    ) -> Result<ExportedLeads, DeskError> {
        let (leads, more) = self.look(|tx, context, now| {
            let page = Reading { tx, context, now }.leads(filter, 0, usize::MAX)?;
            let mut leads: Vec<Lead> = Vec::with_capacity(page.rows.len());
            for row in &page.rows {
                leads.extend(history::lead(tx, context, row.subject)?);
            }
            Ok::<_, StoreError>((leads, page.more))
        })?;
        let outgoing: Vec<Outgoing<'_>> = leads
            .iter()
            .map(|lead| Outgoing {
                subject: lead.subject,
                number: &lead.number,
                notice: &lead.notice,
            })
            .collect();
        let name = self.context.profile.name.as_str();
        let org = match self.context.org() {
            "" => name,
            org => org,
        };
        let publication = Publication { org, publisher: name, at: self.now() };
        let failed = |error: io::Error| DeskError::file(file, &error);
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let mut part = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let out: &mut File = part.as_file_mut();
        let shortened = (format.write)(&outgoing, &publication, out).map_err(failed)?;
        out.sync_all().map_err(failed)?;
        part.persist(file).map_err(|error| failed(error.error))?;
        Ok(ExportedLeads { file: file.to_owned(), leads: leads.len(), shortened, more })
    }
}
