//! The room's door inwards: one of these per region, shared by worker, pages and other rooms.

use crate::bsre::Bsre;
use crate::model::digest::Key;
use crate::queries::Letter;
use crate::refusal::Refused;
use cases::doors::{Agencies, Answer, CaseLetter, EndedCase, LetterDraft, LetterFile, Staff};
use jiff::civil::Date;
use kernel::ids::Chance;
use kernel::{Clock, Instant, Zone};
use paper::Press;
use std::sync::Arc;
use store::{Person, Store, StoreError, Vault};

/// The sheet of the typesetter's library on which a *Standar Pelayanan* is printed.
const STANDARD: &str = "#include \"/standar.typ\"";

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code, for example `35.17`.
    pub region: String,
    /// The region's zone.
    pub zone: Zone,
    /// Name for the letterhead, for example `Kabupaten Jombang`.
    pub city: String,
    /// Place before the date, for example `Jombang`.
    pub place: String,
    /// Where the office is, how to reach it; empty if the operator wrote nothing.
    pub address: String,
    /// Coat of arms, a small SVG.
    pub crest: Option<String>,
    /// Address under which the pages are reached, without a slash at the end.
    pub public_url: String,
    /// The ledger.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Names of units and titles.
    pub agencies: Arc<dyn Agencies>,
    /// Names of officers.
    pub staff: Arc<dyn Staff>,
    /// The typesetter, if this program holds one.
    pub press: Option<Press>,
    /// The sign service, if the region has one.
    pub bsre: Option<Arc<Bsre>>,
}

/// Letters of one region. Cheap to clone.
#[derive(Clone)]
pub struct Letters(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub deps: Deps,
    pub vault: Vault,
    pub key: Key,
    pub texts: web::Catalogue,
}

impl std::fmt::Debug for Letters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letters({})", self.0.deps.region)
    }
}

impl Letters {
    /// Makes the room. The key that signs QR codes grows from the region's sealed key: the same on every node and after
    /// a restore, and nowhere written down.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        let vault = deps.store.vault(&deps.region, deps.clock.now(), &*deps.chance).await?;
        let seed = vault.search_hash("letters ed25519 seed", &deps.region);
        let key = Key::from_seed(&unhex(&seed)).ok_or_else(|| StoreError::Damaged("letter key".into()))?;
        let texts = web::Catalogue::new(crate::LOCALE, &[]).map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(Self(Arc::new(Inner { deps, vault, key, texts })))
    }

    pub(crate) fn deps(&self) -> &Deps {
        &self.0.deps
    }

    pub(crate) fn region(&self) -> &str {
        &self.0.deps.region
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.deps.store
    }

    pub(crate) fn chance(&self) -> &dyn Chance {
        &*self.0.deps.chance
    }

    pub(crate) fn key(&self) -> &Key {
        &self.0.key
    }

    pub(crate) fn now(&self) -> Instant {
        self.0.deps.clock.now()
    }

    /// Today in the region.
    pub(crate) fn today(&self) -> Date {
        self.now().date(self.0.deps.zone)
    }

    pub(crate) async fn person(&self, id: &str) -> Result<Person, Refused> {
        self.store().open_person(self.region(), id).await?.ok_or(Refused::Erased)
    }

    /// Path of the public page of a letter.
    pub(crate) fn proof_path(token: &str) -> String {
        format!("/surat/{token}")
    }

    /// What the QR code holds: the public page and, behind `#`, the words that prove the letter without a connection.
    pub(crate) fn code(&self, letter: &Letter) -> String {
        let digest = self.key().sign(&letter.words(self.region()));
        format!("{}{}#{digest}", self.0.deps.public_url, Self::proof_path(&letter.token))
    }
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

impl cases::doors::Letters for Letters {
    fn of_case<'a>(&'a self, case: &'a str) -> Answer<'a, Vec<CaseLetter>> {
        Box::pin(async move {
            let found = self.letters_of_case(case).await.unwrap_or_else(|error| {
                tracing::error!(%error, "the letters of a case could not be read");
                Vec::new()
            });
            let today = self.today();
            found
                .into_iter()
                .map(|letter| CaseLetter {
                    state: letter.state(today),
                    proof: Self::proof_path(&letter.token),
                    file: letter.blob.is_some(),
                    valid_until: letter.valid_until,
                    number: letter.number,
                    id: letter.id,
                })
                .collect()
        })
    }

    fn typesets(&self) -> bool {
        self.deps().press.is_some()
    }

    fn draft(&self, draft: LetterDraft) -> Answer<'_, Result<Vec<u8>, String>> {
        Box::pin(self.draft(draft))
    }

    fn standard(&self, values: serde_json::Value) -> Answer<'_, Result<Vec<u8>, String>> {
        Box::pin(async move {
            let made = self.pressed(STANDARD.to_owned(), values, self.now()).await;
            made.map_err(|refused| refused.to_string())
        })
    }

    fn trouble(&self, case: EndedCase) -> Answer<'_, Option<String>> {
        Box::pin(self.fault_of(case))
    }

    fn file<'a>(&'a self, case: &'a str, letter: &'a str) -> Answer<'a, Option<LetterFile>> {
        Box::pin(async move {
            let found = self.letter(letter).await.ok()?;
            if found.case != case {
                return None;
            }
            match self.signed_file(&found).await {
                Ok(file) => Some(file),
                Err(error) => {
                    tracing::warn!(%error, "the file of a letter could not be opened");
                    None
                }
            }
        })
    }
}
