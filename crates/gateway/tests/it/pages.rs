//! What officers see of calls.

use crate::gate::{Gate, KEY, gates, request, service};
use crate::upstream::answering;
use axum::body::Body;
use gateway::LOCALE;
use http::StatusCode;
use kernel::Role;
use std::path::Path;
use testkit::officer;

const KOMINFO: Option<usize> = Some(0);
const OWNER: Option<usize> = Some(1);
const ASKER: Option<usize> = Some(2);
const STRANGER: Option<usize> = Some(3);
const FIELD: Option<usize> = Some(4);

struct Site {
    gate: Gate,
    pages: testkit::Site,
}

impl Site {
    fn new(gate: Gate) -> Self {
        let people = vec![
            officer("kominfo", Role::Liaison, "dinas-kominfo"),
            officer("sehat", Role::Liaison, "dinas-kesehatan"),
            officer("didik", Role::Head, "dinas-pendidikan"),
            officer("sosial", Role::Liaison, "dinas-sosial"),
            officer("lapangan", Role::FieldOfficer, "dinas-kesehatan"),
        ];
        let pages = testkit::Site::new(&gate.ledger, gateway::room(gate.gateway.clone()), people);
        Self { gate, pages }
    }

    async fn get(&self, who: Option<usize>, path: &str) -> (StatusCode, String) {
        self.pages.get(who, path).await
    }
}

/// Two calls that went well, one that was refused.
async fn sites() -> Vec<Site> {
    let mut sites = Vec::new();
    for gate in gates().await {
        gate.usual(&answering(|_| "isi").await);
        for path in ["/pasien", "/pasien/7", "/tidak-ada"] {
            gate.get(path).await;
        }
        gate.project().await;
        sites.push(Site::new(gate));
    }
    sites
}

const HOME: &str = "/pertukaran/panggilan";
const LIST: &str = "/pertukaran/panggilan/catatan";

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[test]
fn every_refusal_of_a_call_has_words_that_say_what_to_do() {
    use gateway::Why;
    let texts = web::Catalogue::new(LOCALE, &[]).unwrap();
    for why in [
        Why::NoToken(""),
        Why::NoScope,
        Why::Address,
        Why::NoService,
        Why::NoGrant,
        Why::GrantOver,
        Why::NotGranted,
        Why::NoOperation,
        Why::Method(String::new()),
        Why::TooOften(1),
        Why::DayUsed(1),
        Why::Crowded,
        Why::Resting,
        Why::RequestTooLarge,
        Why::RequestBroken,
        Why::Mismatch(Vec::new()),
        Why::Misconfigured,
        Why::Forbidden,
        Why::Unreachable,
        Why::Certificate,
        Why::Silent,
        Why::Redirected,
        Why::AnswerTooLarge,
        Why::AnswerBroken,
        Why::Unfilterable,
        Why::Upstream(StatusCode::BAD_REQUEST),
        Why::NoSample,
        Why::Unrecorded,
        Why::Failed,
    ] {
        for lang in [kernel::Lang::Id, kernel::Lang::En] {
            for key in [format!("tolak-{}", why.code()), format!("tolak-{}.saran", why.code())] {
                assert!(texts.has(lang, &key), "{key}");
            }
        }
    }
}

#[tokio::test]
async fn an_agency_sees_calls_as_owner_and_as_caller_and_others_see_none() {
    for site in sites().await {
        for who in [KOMINFO, OWNER, ASKER] {
            let (status, html) = site.get(who, HOME).await;
            assert!(status == StatusCode::OK && html.contains(KEY) && html.contains("e-rapor"), "{html}");
            assert!(html.contains("PENDIDIKAN"), "agencies are called by their names");
            assert_eq!(site.get(who, LIST).await.1.matches("data-baris").count(), 3);
        }
        let (status, html) = site.get(STRANGER, HOME).await;
        assert!(status == StatusCode::OK && html.contains("Tidak ada panggilan") && !html.contains(KEY), "{html}");
        assert!(site.get(STRANGER, LIST).await.1.contains("Tidak ada panggilan"));
        assert_eq!(site.get(FIELD, HOME).await.0, StatusCode::FORBIDDEN);
        assert_eq!(site.get(None, HOME).await.0, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn one_record_is_shown_with_its_proof_to_those_it_concerns() {
    for site in sites().await {
        let id = site.gate.get("/pasien").await.header("x-gapura-request-id").to_owned();
        let path = format!("{LIST}/{id}");
        let (status, html) = site.get(ASKER, &path).await;
        assert_eq!(status, StatusCode::OK);
        let (_, receipt) = site.get(ASKER, &format!("{path}/kuitansi.json")).await;
        let receipt: serde_json::Value = serde_json::from_str(&receipt).unwrap();
        let hash = receipt["entries"][0]["leaf_hash"].as_str().unwrap();
        assert!(html.contains(hash) && html.contains("Ketat:") && html.contains("GET /pasien"), "{html}");
        for end in ["", "/kuitansi.json"] {
            assert_eq!(site.get(STRANGER, &format!("{path}{end}")).await.0, StatusCode::NOT_FOUND);
        }
        assert_eq!(site.get(KOMINFO, &format!("{LIST}/tidak-ada")).await.0, StatusCode::NOT_FOUND);
        assert!(site.get(KOMINFO, LIST).await.1.contains("Catatan disimpan 400 hari."));
        site.gate.ledger.clock.advance(401 * 86_400);
        site.gate.work().await;
        let (status, html) = site.get(KOMINFO, &path).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(html.contains("catatan dari masa itu sudah dihapus"), "{html}");
    }
}

#[tokio::test]
async fn records_are_searched_filtered_and_read_on() {
    for site in sites().await {
        let rows =
            async |query: &str| site.get(KOMINFO, &format!("{LIST}?{query}")).await.1.matches("data-baris").count();
        assert_eq!(rows("hasil=ditolak").await, 1);
        assert_eq!(rows("hasil=berhasil").await, 2);
        assert_eq!(rows("hasil=gagal").await, 0);
        assert_eq!(rows("pemanggil=e-rapor").await, 3);
        assert_eq!(rows("pemanggil=kunci-lain").await, 0);
        assert_eq!(rows("layanan=dinas-kesehatan").await, 3);
        assert_eq!(rows("layanan=dinas-sosial").await, 0);
        assert_eq!(rows("dari=2027-03-01&sampai=2027-03-01").await, 3);
        assert_eq!(rows("dari=2027-03-02").await, 0);
        assert_eq!(rows("sampai=2027-02-28").await, 0);
        let id = site.gate.get("/pasien").await.header("x-gapura-request-id").to_owned();
        assert_eq!(rows(&format!("q={id}")).await, 1);
        assert_eq!(rows("q=%27%22%3B--").await, 0);
        assert_eq!(site.get(KOMINFO, &format!("{LIST}?dari=kemarin")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        for _ in 0..50 {
            site.gate.get("/pasien").await;
        }
        let (_, html) = site.get(KOMINFO, LIST).await;
        assert_eq!(html.matches("data-baris").count(), 50);
        let next = html.split("sebelum=").nth(1).unwrap().split(['"', '&']).next().unwrap();
        assert_eq!(rows(&format!("sebelum={next}")).await, 4);
    }
}

#[tokio::test]
async fn tables_leave_as_csv_that_no_spreadsheet_computes() {
    for site in sites().await {
        let mut machine = crate::gate::machine("e-rapor");
        machine.client = "=1+1".into();
        site.gate.know("rumus", machine);
        site.gate.send(request("GET", &format!("/x/{KEY}/pasien"), "rumus", Body::empty())).await;
        site.gate.project().await;
        let (status, csv) = site.get(OWNER, &format!("{LIST}.csv")).await;
        assert_eq!((status, csv.lines().count()), (StatusCode::OK, 5));
        assert!(csv.contains("'=1+1") && csv.starts_with("\u{feff}id,waktu,layanan"), "{csv}");
        let (_, csv) = site.get(OWNER, &format!("{HOME}/tabel.csv")).await;
        assert!(csv.contains(&format!("{KEY},e-rapor,dinas-pendidikan,4,0,1,")), "{csv}");
    }
}

#[tokio::test]
async fn figures_say_how_much_failed_and_was_refused() {
    for site in sites().await {
        site.gate.offer(service("http://127.0.0.1:1"));
        site.gate.get("/pasien").await;
        site.gate.project().await;
        let lines = site.gate.gateway.lines(&gateway::rights::Seen::All, &gateway::Filter::default()).await.unwrap();
        assert_eq!((lines.len(), lines[0].calls, lines[0].failed, lines[0].refused), (1, 4, 1, 1));
        assert_eq!(lines[0].took.0.iter().sum::<i64>(), 4);
        assert_eq!(site.get(KOMINFO, &format!("{HOME}?dari=2027-03-02")).await.1.matches("data-baris").count(), 0);
    }
}
