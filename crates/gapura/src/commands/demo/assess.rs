//! Two self-assessments of the demonstration city: one in the internal review, one handed to an assessor.

use crate::city::City;
use anyhow::Context as _;
use desk::Officer;
use instruments::Refused;
use instruments::assessment::claim::Claim;
use instruments::assessment::decide::Command;
use instruments::assessment::{Given, Spoken};
use kernel::FactAsked;
use std::collections::HashMap;
use web::Session;

/// What an agency says of one indicator: account, indicator, level (or levels that are met), explanation.
type Said = (&'static str, &'static str, &'static str, &'static str);

/// The first year of Pemdi, whose assessment is under way.
const PEMDI: u32 = 2026;
/// The last year of SPBE, which an assessor judges.
const SPBE: u32 = 2025;

const UNDER_WAY: &[Said] = &[
    (
        "verifikator",
        "1",
        "terpenuhi:1,2,3",
        "[contoh] Kebijakan pemerintah digital ditetapkan dengan peraturan bupati.",
    ),
    ("verifikator", "16", "terpenuhi:1,2", "[contoh] Gerbang layanan mencatat setiap pertukaran data."),
    ("dlh", "19", "terpenuhi:1,2", "[contoh] Bantuan pengguna diberikan lewat loket dan WhatsApp."),
    ("dlh", "20", "terpenuhi:1", "[contoh] Survei kepuasan baru dimulai."),
];

const SUBMITTED: &[Said] = &[
    ("verifikator", "1", "3", "[contoh] Arsitektur SPBE diatur dalam peraturan bupati, pasal 3."),
    ("verifikator", "2", "3", "[contoh] Peta rencana SPBE diatur dalam pasal 4."),
    ("dlh", "43", "4", "[contoh] Pengaduan sampah dilayani daring dari laporan sampai selesai."),
];

/// The demonstration city as its officers work on assessments.
pub struct Assessing<'a> {
    /// The city.
    pub city: &'a City,
    /// Its accounts by name.
    pub officers: &'a HashMap<&'static str, Officer>,
}

impl Assessing<'_> {
    fn session(&self, who: &str) -> anyhow::Result<Session> {
        let officer = self.officers.get(who).with_context(|| who.to_owned())?;
        Ok(Session {
            officer: officer.id.clone(),
            name: who.to_owned(),
            grants: officer.grants.clone(),
            form_secret: vec![0; 32],
            confirmed_at: self.city.desk.now(),
        })
    }

    /// Starts one and lets the agencies say what they have to say.
    async fn started(&self, instrument: &str, year: u32, said: &[Said]) -> anyhow::Result<String> {
        let (room, admin) = (&self.city.assessments, self.session("admin")?);
        let id = room.start(&admin, instrument, year).await?;
        for (who, indicator, claim, text) in said {
            let session = self.session(who)?;
            let unit = session.grants.first().map(|grant| grant.unit.clone());
            room.assign(&admin, &id, vec![((*indicator).to_owned(), unit)]).await?;
            let seen = self.item(&id, indicator).await?.0;
            let (indicator, text) = ((*indicator).to_owned(), (*text).to_owned());
            room.say(&session, &id, Spoken::Fill { indicator, seen, claim: Claim::parse(claim), text }).await?;
        }
        Ok(id)
    }

    /// The versions of an indicator that a form would carry: of its filling in, and of anything.
    async fn item(&self, id: &str, indicator: &str) -> anyhow::Result<(i64, i64)> {
        let pack = self.city.assessments.pack(&self.session("admin")?, id).await?;
        let item = pack.assessment.items.get(indicator).context("no indicator")?;
        Ok((item.filled_at, item.touched_at))
    }

    async fn prove(
        &self,
        id: &str,
        (who, indicator, level): (&str, &str, u32),
        title: &str,
        given: Given,
    ) -> anyhow::Result<()> {
        let session = self.session(who)?;
        Ok(self.city.assessments.prove(&session, id, (indicator, Some(level)), title, given).await?)
    }

    async fn sent(&self, id: &str, who: &str, indicator: &str) -> anyhow::Result<()> {
        let seen = self.item(id, indicator).await?.1;
        let command = Command::Send { indicator: indicator.to_owned(), seen };
        Ok(self.city.assessments.act(&self.session(who)?, id, command).await?)
    }

    fn picture(shade: u8) -> anyhow::Result<Given> {
        Ok(Given::File("contoh.jpg".to_owned(), desk::photo::sample(640, 420, shade)?))
    }

    /// One of this year in the internal review.
    pub async fn under_way(&self) -> anyhow::Result<()> {
        let (room, admin) = (&self.city.assessments, self.session("admin")?);
        let id = self.started("pemdi-2026", PEMDI, UNDER_WAY).await?;
        let first = ("verifikator", "1", 3);
        self.prove(&id, first, "[contoh] Peraturan bupati, halaman pertama", Self::picture(70)?).await?;
        let link = Given::Link("https://jdih.contoh.go.id/perbup-spbe".to_owned());
        self.prove(&id, ("verifikator", "1", 2), "[contoh] Peraturan bupati di JDIH", link).await?;
        let today = self.city.desk.now().date(self.city.regency.zone);
        let asked =
            |fact: &str| FactAsked { fact: fact.to_owned(), from: today.first_of_year(), to: today, unit: None };
        let running = Given::Fact(asked("layanan.berlaku"));
        self.prove(&id, ("dlh", "19", 2), "[contoh] Layanan yang berlaku di portal", running).await?;
        let in_time = Given::Fact(asked("kasus.tepat-waktu"));
        match self.prove(&id, ("dlh", "20", 1), "[contoh] Ketepatan waktu layanan", in_time).await {
            // A city whose cases all still run has no such share.
            Err(error) if error.downcast_ref() == Some(&Refused::NoFact) => {}
            done => done?,
        }
        self.sent(&id, "verifikator", "1").await?;
        self.sent(&id, "dlh", "19").await?;
        room.act(&admin, &id, Command::OpenReview).await?;
        let seen = self.item(&id, "19").await?.1;
        let reason = "[contoh] Sebutkan jam layanan dan siapa yang menjawab.".to_owned();
        Ok(room.say(&admin, &id, Spoken::Return { indicator: "19".to_owned(), seen, reason }).await?)
    }

    /// One of the last year of SPBE in the hands of an assessor.
    pub async fn submitted(&self) -> anyhow::Result<()> {
        let (room, admin) = (&self.city.assessments, self.session("admin")?);
        let id = self.started("spbe-2020", SPBE, SUBMITTED).await?;
        self.prove(&id, ("verifikator", "1", 3), "[contoh] Peraturan bupati, pasal 3", Self::picture(90)?).await?;
        for (who, indicator, ..) in SUBMITTED {
            self.sent(&id, who, indicator).await?;
            let seen = self.item(&id, indicator).await?.1;
            room.act(&admin, &id, Command::Accept { indicator: (*indicator).to_owned(), seen }).await?;
        }
        let assessor = self.session("penilai")?;
        room.name_assessor(&admin, &id, assessor.officer.clone()).await?;
        room.act(&admin, &id, Command::OpenReview).await?;
        let reason = "[contoh] Indikator lain tidak dinilai di kota contoh.".to_owned();
        room.say(&admin, &id, Spoken::Submit { reason }).await?;
        room.draw_sample(&assessor, &id, 5).await?;
        let text = "[contoh] Pasal 4 belum menyebut tahun pelaksanaannya.".to_owned();
        let judged = Spoken::Judge { indicator: "2".to_owned(), seen: 0, claim: Claim::parse("2"), text };
        room.say(&assessor, &id, judged).await?;
        let (instrument, index) = ("spbe-2020".to_owned(), "2,59".to_owned());
        let source = "[contoh] keputusan buatan, bukan hasil kementerian".to_owned();
        Ok(room.say(&admin, &id, Spoken::Publish { instrument, year: SPBE, index, source }).await?)
    }
}
