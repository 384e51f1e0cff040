//! Two bodies that steer the sample plan: a council that met twice and a forum that did not meet in its rhythm, with decisions
//! that were carried out, wait, were moved and are overdue. Every text begins with [contoh].

use super::stage::session;
use crate::city::City;
use desk::Officer;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Instant;
use programme::Filter;
use programme::model::plan::DecreeKind;
use programme::steering::model::BodyKind;
use programme::steering::model::task::Act;
use programme::steering::{Decree, NewBody, NewDecision, NewMeeting, NewMember, Words};
use std::collections::HashMap;
use web::Session;

/// Days before (below zero) and after today on which the council meets.
const MEETINGS: [i64; 3] = [-75, -30, 10];
const OUTSIDE: [(&str, &str, &str); 4] = [
    ("[contoh] Bu Laksmi", "[contoh] Universitas daerah", "akademisi"),
    ("[contoh] Pak Gunawan", "[contoh] Kamar dagang", "usaha"),
    ("[contoh] Mbak Rini", "[contoh] Relawan digital", "komunitas"),
    ("[contoh] Mas Dodi", "[contoh] Radio daerah", "media"),
];
const EVIDENCE: &str = "[contoh] Bukti buatan untuk kota contoh, bukan laporan nyata.";

/// The people who act, and the day on which they do.
struct Stage<'a> {
    city: &'a City,
    planner: Session,
    leader: Session,
    roads: Session,
    waste: Session,
    today: Date,
}

/// Plays the meetings as they stand at `present`.
pub async fn play(city: &City, officers: &HashMap<&'static str, Officer>, present: Instant) -> anyhow::Result<()> {
    let who = |name: &str| session(officers, name);
    let stage = Stage {
        city,
        planner: who("perencana")?,
        leader: who("pimpinan")?,
        roads: who("pupr")?,
        waste: who("dlh")?,
        today: present.date(city.regency.zone),
    };
    let council = stage.bodies().await?;
    stage.first(&council).await?;
    stage.second(&council).await?;
    stage.plan(&council, 2).await.map(drop)
}

impl Stage<'_> {
    fn day(&self, from_today: i64) -> Date {
        self.today.saturating_add(from_today.days())
    }

    /// The council with its members, and a forum that should have met.
    async fn bodies(&self) -> anyhow::Result<String> {
        let programme = &self.city.programme;
        let decree = |number, days| Some(Decree { kind: DecreeKind::Decision, number, day: self.day(days) });
        let council = NewBody {
            revision: 0,
            kind: BodyKind::Council,
            name: "[contoh] Dewan Smart City",
            mandate: "[contoh] Mengarahkan rencana induk dan memutuskan yang tidak dapat diselesaikan dinas.",
            decree: decree(188, -300),
            months: 3,
        };
        let id = programme.write_body(&self.planner, "", &council).await?;
        let chair =
            NewMember { officer: &self.leader.officer.0, duty: "Ketua", element: "pemerintah", ..NewMember::default() };
        programme.join(&self.planner, &id, &chair).await?;
        for (name, institution, element) in OUTSIDE {
            let member = NewMember { officer: "", name, institution, duty: "Anggota", element };
            programme.join(&self.planner, &id, &member).await?;
        }
        let forum = NewBody {
            kind: BodyKind::Forum,
            name: "[contoh] Forum Smart City",
            mandate: "[contoh] Tempat warga, kampus, dan usaha menilai jalannya rencana.",
            decree: decree(189, -250),
            months: 6,
            ..council
        };
        programme.write_body(&self.planner, "", &forum).await?;
        Ok(id)
    }

    async fn plan(&self, body: &str, at: usize) -> anyhow::Result<String> {
        let day = self.day(MEETINGS.get(at).copied().unwrap_or_default());
        let new = NewMeeting { day, hour: "09.00", place: "[contoh] Ruang rapat bupati", link: "" };
        Ok(self.city.programme.plan_meeting(&self.planner, body, &new).await?)
    }

    /// Decides about the promise whose name begins so, if the region has it.
    async fn decide(
        &self,
        meeting: &str,
        (name, text): (&str, &str),
        (unit, days): (&str, i64),
    ) -> anyhow::Result<String> {
        let programme = &self.city.programme;
        let plan = programme.the_plan().await?;
        let filter = Filter { search: name.to_lowercase(), ..Filter::default() };
        let found = programme.promises(&plan, plan.newest().number, &filter, 1).await?;
        let item = found.first().map(|one| format!("janji:{}", one.id)).unwrap_or_default();
        let meeting = programme.meeting(&self.planner, meeting).await?;
        let new = NewDecision { item: &item, text, unit, person: "Kepala Dinas", due: self.day(days) };
        Ok(programme.take(&self.leader, &meeting, &new).await?)
    }

    async fn close(&self, meeting: &str, minutes: &str) -> anyhow::Result<()> {
        let programme = &self.city.programme;
        let invited = programme.invited(meeting).await?;
        let present: Vec<&str> = invited.iter().skip(1).map(|one| one.who.as_str()).collect();
        programme.attend(&self.planner, meeting, &present).await?;
        let seen = programme.meeting(&self.planner, meeting).await?.revision;
        programme.minute(&self.planner, (meeting, seen), minutes).await?;
        Ok(programme.close_meeting(&self.planner, (meeting, seen + 1)).await?)
    }

    async fn step(&self, who: &Session, task: &str, act: Act, text: &str) -> anyhow::Result<()> {
        let programme = &self.city.programme;
        let seen = programme.decision(task).await?.steps;
        let words = Words { text, evidence: EVIDENCE };
        Ok(programme.act_on_task(who, (task, seen), act, words).await?)
    }

    /// One decision was carried out, one is overdue.
    async fn first(&self, council: &str) -> anyhow::Result<()> {
        let meeting = self.plan(council, 0).await?;
        let roads = self
            .decide(&meeting, ("lampu jalan", "[contoh] Petakan lampu jalan yang padam"), ("dinas-pupr", -40))
            .await?;
        let late = ("sekolah aman", "[contoh] Siapkan jalur aduan di setiap sekolah");
        self.decide(&meeting, late, ("dinas-pendidikan", -20)).await?;
        self.close(&meeting, "[contoh] Dewan membahas lampu jalan dan sekolah aman.").await?;
        self.step(&self.roads, &roads, Act::Report { done: true }, "[contoh] Peta sudah lengkap.").await?;
        self.step(&self.leader, &roads, Act::Confirm, "").await?;
        Ok(self.city.programme.publish(&self.leader, &roads, true).await?)
    }

    /// One was moved once, one waits for its confirmation, one runs.
    async fn second(&self, council: &str) -> anyhow::Result<()> {
        let meeting = self.plan(council, 1).await?;
        let roads = self
            .decide(&meeting, ("pusat kota", "[contoh] Selesaikan rancangan trotoar pusat kota"), ("dinas-pupr", -5))
            .await?;
        let waste = self
            .decide(
                &meeting,
                ("sampah", "[contoh] Tambah armada angkut sampah terpilah"),
                ("dinas-lingkungan-hidup", 7),
            )
            .await?;
        let health = ("antrean", "[contoh] Buka antrean daring di semua puskesmas");
        let health = self.decide(&meeting, health, ("dinas-kesehatan", 21)).await?;
        self.close(&meeting, "[contoh] Dewan membahas trotoar, sampah, dan antrean puskesmas.").await?;
        let later = self.day(20);
        self.step(&self.roads, &roads, Act::Ask(later), "[contoh] Menunggu hasil survei lapangan.").await?;
        self.step(&self.leader, &roads, Act::Grant, "").await?;
        self.step(&self.waste, &waste, Act::Report { done: true }, "[contoh] Dua armada sudah beroperasi.").await?;
        Ok(self.city.programme.publish(&self.leader, &health, true).await?)
    }
}
