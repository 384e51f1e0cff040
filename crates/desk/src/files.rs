//! Files of cases, served only by right.

use crate::Desk;
use crate::model::Served;
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::Viewer;
use kernel::CaseNumber;
use store::{BlobId, Person, StoreError, values};

impl Desk {
    /// A file of a case, if the viewer may see its text. Officers' survey photos are shown to the resident as well; the
    /// public sees none before moderation.
    ///
    /// # Errors
    /// There is none, or the viewer may not see it; the same answer for both.
    pub async fn file(&self, number: &CaseNumber, viewer: &Viewer, file: &str) -> Desked<Served> {
        let head = self.head(number).await?;
        let units = self.units_of(&head.id).await?;
        if !crate::rights::sight(viewer, &head, &units).text {
            return Err(DeskRefusal::NoSuchFile.into());
        }
        let sql = "SELECT f.blob, f.media, c.person FROM desk_files f \
                   JOIN desk_cases c ON c.region = f.region AND c.id = f.case_id \
                   WHERE f.region = $1 AND f.case_id = $2 AND f.id = $3";
        let row =
            self.store().row(sql, &values![self.region(), &head.id, file]).await?.ok_or(DeskRefusal::NoSuchFile)?;
        let person = self.store().open_person(self.region(), row.text(2)?).await?.ok_or(DeskRefusal::NoSuchFile)?;
        self.serve(&person, row.text(0)?, row.text(1)?, file).await
    }

    /// The signed file of a letter that the case earned, if the viewer may see its text.
    ///
    /// # Errors
    /// There is none, or the viewer may not see it; the same answer for both.
    pub async fn letter_file(&self, number: &CaseNumber, viewer: &Viewer, letter: &str) -> Desked<Served> {
        let head = self.head(number).await?;
        let units = self.units_of(&head.id).await?;
        if !crate::rights::sight(viewer, &head, &units).text {
            return Err(DeskRefusal::NoSuchFile.into());
        }
        let file = self.0.parts.letters.file(&head.id, letter).await.ok_or(DeskRefusal::NoSuchFile)?;
        Ok(Served { inline: false, name: file.name, media: file.media, bytes: file.bytes })
    }

    pub(crate) async fn serve(&self, person: &Person, blob: &str, media: &str, id: &str) -> Desked<Served> {
        let blob = BlobId::parse(blob).ok_or_else(|| StoreError::Damaged("attachment name".into()))?;
        let bytes = self.store().get_sealed_blob(person, &blob).await?.ok_or(DeskRefusal::NoSuchFile)?;
        let ending = if media == "application/pdf" { "pdf" } else { "jpg" };
        Ok(Served {
            inline: media.starts_with("image/"),
            name: format!("berkas-{id}.{ending}"),
            media: media.to_owned(),
            bytes,
        })
    }
}
