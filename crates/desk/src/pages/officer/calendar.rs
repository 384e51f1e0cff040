//! `/atur/kalender`: the working calendar of a year, and the holidays that the city itself decides.

use super::{ManageCalendar, SeeSetup, acting, query, refusal, refused_words};
use crate::model::Finding;
use crate::{CalendarWish, Desk};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use kernel::Role;
use kernel::calendar::{Holiday, HolidayKind};
use web::{Answer, May, OrFail, Permission, Submission, View};

const FORM: &str = "kalender";

#[derive(Template)]
#[template(path = "officer/calendar.html")]
struct Page {
    v: View,
    year: i16,
    years: Vec<i16>,
    known: bool,
    missing: Vec<String>,
    rows: Vec<Row>,
    working: Option<i64>,
    periods: Vec<String>,
    may_change: bool,
    form: Typed,
    notice: Option<(&'static str, String, String)>,
}

struct Row {
    date: String,
    day: String,
    name: String,
    kind: (&'static str, String),
    removable: bool,
}

/// What was typed, to be shown again.
#[derive(Default)]
struct Typed {
    date: String,
    name: String,
    reason: String,
    removing: String,
}

impl Typed {
    fn of(form: &Submission, what: &str) -> Self {
        let part = |name: &str| form.text(name).trim().to_owned();
        let date_of = |own: &str| {
            if what == own { part("tanggal") } else { String::new() }
        };
        Self { date: date_of("tambah"), removing: date_of("cabut"), name: part("nama"), reason: part("dasar") }
    }

    fn removes(&self, row: &Row) -> bool {
        self.removing == row.date
    }

    fn adding_reason(&self) -> &str {
        if self.removing.is_empty() { &self.reason } else { "" }
    }
}

pub(super) async fn page(who: May<SeeSetup>, State(desk): State<Desk>) -> Answer {
    let may = ManageCalendar::allows(&who.session);
    let notice = match query(who.query(), "tersimpan").as_str() {
        "tambah" => Some("meja-kalender-ditambah"),
        "cabut" => Some("meja-kalender-dicabut"),
        _ => None,
    };
    let notice = notice.map(|key| ("good", who.t(key).to_owned(), who.t("meja-kalender-dihitung").to_owned()));
    let year = query(who.query(), "tahun").parse().ok();
    web::page(&Page::read(who.view, &desk, year, may, (Typed::default(), notice)).await?)
}

impl Page {
    async fn read(
        v: View,
        desk: &Desk,
        year: Option<i16>,
        may_change: bool,
        (form, notice): (Typed, Option<(&'static str, String, String)>),
    ) -> Result<Self, web::Error> {
        let today = desk.now().date(desk.zone());
        let year = year.filter(|year| (1945..=2200).contains(year)).unwrap_or(today.year());
        let calendar = desk.calendar();
        let plan = calendar.plan();
        let findings = desk.findings().await.or_fail()?;
        let mut years: Vec<i16> = plan.years.iter().copied().chain([today.year(), today.year() + 1, year]).collect();
        years.sort_unstable();
        years.dedup();
        let of_year = plan.holidays.iter().filter(|(date, _)| date.year() == year);
        let rows = of_year.map(|(date, holiday)| row(&v, *date, holiday, may_change && *date > today));
        let periods = plan.periods.iter().filter(|period| period.from.year() <= year && period.to.year() >= year);
        Ok(Self {
            year,
            years,
            known: plan.years.contains(&year),
            missing: findings.iter().map(|finding| missing(&v, finding)).collect(),
            rows: rows.collect(),
            working: working_days(desk, year),
            periods: periods
                .map(|period| {
                    format!("{}: {} – {}", period.name, v.words().date(period.from), v.words().date(period.to))
                })
                .collect(),
            may_change,
            form,
            notice,
            v,
        })
    }
}

fn row(v: &View, date: Date, holiday: &Holiday, removable: bool) -> Row {
    let (kind, key) = match holiday.kind {
        HolidayKind::LiburNasional => ("plain", "meja-libur-nasional"),
        HolidayKind::CutiBersama => ("plain", "meja-cuti-bersama"),
        HolidayKind::LiburPemilu => ("plain", "meja-libur-pemilu"),
        HolidayKind::LiburDaerah => ("work", "meja-libur-daerah"),
    };
    Row {
        date: date.to_string(),
        day: v.words().day(date),
        name: holiday.name.clone(),
        kind: (kind, v.t(key).to_owned()),
        removable,
    }
}

fn missing(v: &View, finding: &Finding) -> String {
    match finding {
        Finding::CasesWaitForYear { year, cases } => {
            v.tf("meja-kalender-menunggu", &[("tahun", &year.to_string()), ("jumlah", cases)])
        }
        Finding::YearMissing { year } => v.tf("meja-kalender-belum", &[("tahun", &year.to_string())]),
    }
}

/// Working days of a year; nothing where its list is missing.
fn working_days(desk: &Desk, year: i16) -> Option<i64> {
    let calendar = desk.calendar();
    let first = Date::new(year, 1, 1).ok()?;
    let days = first.series(jiff::Span::new().days(1)).take_while(|date| date.year() == year);
    let mut working = 0;
    for date in days {
        working += i64::from(calendar.is_working_day(date).ok()?);
    }
    Some(working)
}

pub(super) async fn add(admin: May<ManageCalendar>, State(desk): State<Desk>, form: Submission) -> Answer {
    let name = form.text("nama").trim().to_owned();
    let wish = |date| CalendarWish::AddHoliday {
        date,
        holiday: Holiday { kind: HolidayKind::LiburDaerah, name: name.clone() },
    };
    change(admin, desk, &form, "tambah", wish).await
}

pub(super) async fn remove(admin: May<ManageCalendar>, State(desk): State<Desk>, form: Submission) -> Answer {
    change(admin, desk, &form, "cabut", |date| CalendarWish::RemoveHoliday { date }).await
}

async fn change(
    admin: May<ManageCalendar>,
    desk: Desk,
    form: &Submission,
    what: &'static str,
    wish: impl Fn(Date) -> CalendarWish,
) -> Answer {
    let v = &admin.view;
    let part = |name: &str| form.text(name).trim().to_owned();
    let typed = Typed::of(form, what);
    let date: Option<Date> = part("tanggal").parse().ok();
    let said = |key: &str| ("bad", v.t(key).to_owned(), v.t(&format!("{key}.saran")).to_owned());
    let refused = match (v.check_token(FORM, form.text("_tanda")), date) {
        (Err(web::TokenError::Forged), _) => return Err(web::Error::forged()),
        (Err(web::TokenError::Expired(_)), _) => said("meja-formulir-lama"),
        (Ok(_), None) => said("meja-kalender-tanggal"),
        (Ok(_), Some(_)) if typed.reason.is_empty() => said("meja-kalender-dasar"),
        (Ok(_), Some(_)) if what == "tambah" && typed.name.is_empty() => said("meja-kalender-nama"),
        (Ok(_), Some(date)) => {
            let actor = acting(&admin.session, Role::CityAdmin);
            match desk.change_calendar_because(wish(date), &typed.reason, &actor).await {
                Ok(true) => {
                    return web::redirect(&format!("/atur/kalender?tahun={}&tersimpan={what}", date.year()));
                }
                Ok(false) => said("meja-kalender-sama"),
                Err(error) => {
                    let (title, advice) = refused_words(v, &refusal(error)?);
                    ("bad", title, advice)
                }
            }
        }
    };
    let year = date.map(Date::year).or_else(|| part("tahun").parse().ok());
    let page = Page::read(admin.view.clone(), &desk, year, true, (typed, Some(refused))).await?;
    web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
