//! Files in pieces: what arrived is never sent again, and nobody else writes or reads it.

use crate::citizen_site::{Guest, Page, Site, of, site};
use crate::town::{Town, VILLAGE, parts, picture, towns};
use axum::http::StatusCode;
use desk::{Desk, DeskError, DeskRefusal, DraftFor, NewUpload, Piece, Viewer};
use kernel::CaseNumber;
use serde_json::Value;
use store::Job;

const FORM: &str = "/layanan/jalan-rusak";
const ROAD: DraftFor<'static> = DraftFor::Service("jalan-rusak");
/// Smaller than the least piece is not taken, so tests work with a picture of several such pieces.
const STEP: usize = 16 * 1024;

/// A picture that does not compress: four pieces at least.
fn large() -> Vec<u8> {
    let mut state = 7_u32;
    let noise = image::RgbImage::from_fn(220, 160, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [r, g, b, _] = state.to_be_bytes();
        image::Rgb([r, g, b])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    noise.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let png = png.into_inner();
    assert!(png.len() > 5 * STEP, "{}", png.len());
    png
}

fn wish(mark: &str, bytes: &[u8]) -> NewUpload {
    NewUpload { field: "foto".into(), mark: mark.into(), bytes: bytes.len() as u64 }
}

fn refusal<T: std::fmt::Debug>(done: Result<T, DeskError>) -> DeskRefusal {
    match done.unwrap_err() {
        DeskError::Refused(refusal) => refusal,
        other => panic!("{other}"),
    }
}

async fn count(town: &Town, sql: &'static str) -> i64 {
    town.ledger.store.row(sql, &[]).await.unwrap().unwrap().int(0).unwrap()
}

const PIECES: &str = "SELECT COUNT(*) FROM desk_upload_pieces";
const NAMES: &str = "SELECT COUNT(*) FROM store_blobs";

#[tokio::test]
async fn a_file_in_pieces_becomes_the_same_file_and_goes_on_where_it_stopped() {
    for town in towns().await {
        let (desk, bytes) = (&town.desk, large());
        let begun = desk.begin_upload(ROAD, "", wish("sama", &bytes)).await.unwrap();
        let (handle, id) = (begun.handle.secret().to_owned(), begun.id.clone());
        let put = async |start: usize| {
            let end = (start + STEP).min(bytes.len());
            let piece = Piece { upload: id.clone(), start: start as u64, bytes: bytes[start..end].to_vec() };
            desk.put_piece(ROAD, &handle, piece).await.unwrap()
        };
        assert_eq!(put(0).await.here, STEP as u64);
        // The answer was lost: the same piece again changes nothing; a piece from the future neither.
        assert_eq!(put(0).await.here, STEP as u64);
        assert_eq!(put(3 * STEP).await.here, STEP as u64);
        assert_eq!(count(&town, PIECES).await, 1);
        // The page was loaded anew and the same file chosen again.
        let again = desk.begin_upload(ROAD, &handle, wish("sama", &bytes)).await.unwrap();
        assert_eq!((again.id.as_str(), again.here), (id.as_str(), STEP as u64));
        let mut state = again;
        while state.file.is_none() {
            state = put(usize::try_from(state.here).unwrap()).await;
        }
        let draft = desk.draft(&handle).await.unwrap().unwrap();
        assert_eq!(draft.files.len(), 1);
        assert_eq!((draft.files[0].size, draft.files[0].media.as_str()), ((220, 160), "image/jpeg"));
        assert_eq!(state.file.as_deref(), Some(draft.files[0].id.as_str()));
        assert_eq!((count(&town, PIECES).await, count(&town, NAMES).await), (0, 1), "no piece is left behind");
        // The last answer was lost, too: nothing is sent twice, and no second file comes of it.
        let known = desk.begin_upload(ROAD, &handle, wish("sama", &bytes)).await.unwrap();
        assert_eq!((known.here, known.file), (bytes.len() as u64, state.file));
        assert_eq!(put(0).await.here, bytes.len() as u64);
        assert_eq!(desk.draft(&handle).await.unwrap().unwrap().files.len(), 1);
    }
}

#[tokio::test]
async fn many_senders_of_one_piece_keep_it_once_and_all_hear_of_the_same_file() {
    for town in towns().await {
        let (desk, bytes) = (&town.desk, large());
        let begun = desk.begin_upload(ROAD, "", wish("dua", &bytes)).await.unwrap();
        let mut senders = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (desk, handle) = (desk.clone(), begun.handle.secret().to_owned());
            let piece = Piece { upload: begun.id.clone(), start: 0, bytes: bytes.clone() };
            senders.spawn(async move { desk.put_piece(ROAD, &handle, piece).await });
        }
        let told = senders.join_all().await;
        let files = desk.draft(begun.handle.secret()).await.unwrap().unwrap().files;
        assert_eq!(files.len(), 1);
        for one in told {
            assert_eq!(one.unwrap().file.as_ref(), Some(&files[0].id));
        }
    }
}

#[tokio::test]
async fn limits_hold_before_the_bytes_have_travelled() {
    let town = crate::town::small_town().await;
    let desk = &town.desk;
    let huge = NewUpload { field: "foto".into(), mark: "x".into(), bytes: 80 * 1024 * 1024 };
    assert!(matches!(refusal(desk.begin_upload(ROAD, "", huge).await), DeskRefusal::FileTooLarge { .. }));
    let strange = NewUpload { field: "paspor".into(), mark: "x".into(), bytes: 10 };
    assert!(matches!(refusal(desk.begin_upload(ROAD, "", strange).await), DeskRefusal::NoSuchFile));
    let text = vec![b'a'; 5 * STEP];
    let begun = desk.begin_upload(ROAD, "", wish("teks", &text)).await.unwrap();
    let first = |bytes: &[u8]| Piece { upload: begun.id.clone(), start: 0, bytes: bytes.to_vec() };
    let said = refusal(desk.put_piece(ROAD, begun.handle.secret(), first(&text[..STEP])).await);
    assert!(matches!(said, DeskRefusal::Photo(_)), "the kind is judged by the first piece");
    let crumb = refusal(desk.put_piece(ROAD, begun.handle.secret(), first(&large()[..100])).await);
    assert!(matches!(crumb, DeskRefusal::FileTooLarge { .. }), "a file in crumbs is refused");
    let mut broken = large();
    broken.truncate(4 * STEP);
    let begun = desk.begin_upload(ROAD, begun.handle.secret(), wish("rusak", &broken)).await.unwrap();
    let piece = Piece { upload: begun.id.clone(), start: 0, bytes: broken };
    assert!(matches!(refusal(desk.put_piece(ROAD, begun.handle.secret(), piece).await), DeskRefusal::Photo(_)));
    assert_eq!(count(&town, PIECES).await, 0, "what is not fit to be kept is forgotten");
}

#[tokio::test]
async fn pieces_of_a_form_never_sent_are_swept_with_their_draft() {
    for town in towns().await {
        let (desk, bytes) = (&town.desk, large());
        let begun = desk.begin_upload(ROAD, "", wish("lama", &bytes)).await.unwrap();
        let piece = Piece { upload: begun.id, start: 0, bytes: bytes[..STEP].to_vec() };
        desk.put_piece(ROAD, begun.handle.secret(), piece).await.unwrap();
        assert_eq!((count(&town, PIECES).await, count(&town, NAMES).await), (1, 1));
        town.clock.advance(25 * 3600);
        for job in desk::jobs(desk) {
            job.run(desk.now()).await.unwrap();
        }
        assert_eq!((count(&town, PIECES).await, count(&town, NAMES).await), (0, 0));
        assert_eq!(count(&town, "SELECT COUNT(*) FROM desk_uploads").await, 0);
        let housekeeping = store::Housekeeping::new(town.ledger.store.clone(), crate::town::REGION);
        assert!(housekeeping.run(desk.now()).await.unwrap().done >= 1, "the file itself goes with the hourly round");
    }
}

fn json(page: &Page) -> Value {
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    serde_json::from_str(&page.html).unwrap()
}

/// What the script does, over the whole frame.
async fn begin(guest: &mut Guest<'_>, draft: &str, mark: &str, bytes: &[u8]) -> Page {
    let token = guest.get(FORM).await.hidden(FORM, "_tanda");
    let size = bytes.len().to_string();
    let fields = [("_tanda", token.as_str()), ("_draf", draft), ("isian", "foto"), ("sidik", mark), ("besar", &size)];
    guest.post(&format!("{FORM}/unggahan"), &fields).await
}

#[tokio::test]
async fn a_form_takes_along_what_its_script_sent_in_pieces() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let bytes = large();
    let mut state = json(&begin(&mut guest, "", "a1", &bytes).await);
    let draft = state["draf"].as_str().unwrap().to_owned();
    while state["berkas"].is_null() {
        let start = usize::try_from(state["sudah"].as_u64().unwrap()).unwrap();
        let address = format!("{FORM}/unggahan/{}", state["unggahan"].as_str().unwrap());
        let end = (start + 2 * STEP).min(bytes.len());
        state = json(&guest.piece(&address, &draft, start as u64, &bytes[start..end]).await);
    }
    // The page loaded anew still has it, with its picture, under an address without a secret.
    let page = guest.get(FORM).await;
    let file = format!("/draf/{}", state["berkas"].as_str().unwrap());
    page.has(&file);
    page.has("Apakah tulisannya terbaca?");
    assert!(!page.html.split("action=").any(|part| part.split('"').nth(1).is_some_and(|to| to.contains(&draft))));
    assert_eq!(guest.get(&file).await.status, StatusCode::OK);
    assert_eq!(Guest::new(&site).get(&file).await.status, StatusCode::NOT_FOUND, "another browser sees nothing");
    let (token, handle) = (page.hidden(FORM, "_tanda"), page.hidden(FORM, "_draf"));
    assert_eq!(handle, draft);
    let fields = [
        ("_tanda", token.as_str()),
        ("_draf", &handle),
        ("lokasi.desa", VILLAGE),
        ("lokasi.patokan", "depan pasar"),
        ("jenis_rusak", "lubang"),
        ("bahaya", "tidak"),
    ];
    let done = guest.post(FORM, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let number = CaseNumber::parse(done.to.trim_start_matches("/lacak/").trim_end_matches("/tanda-terima")).unwrap();
    assert_eq!(site.town.view(&number, &Viewer::Reporter).await.files.len(), 1);
    guest.get(FORM).await.lacks("/draf/");
}

#[tokio::test]
async fn nobody_else_writes_into_a_draft_or_to_a_case() {
    let site = site().await;
    let (mut guest, mut stranger) = (Guest::new(&site), Guest::new(&site));
    let bytes = large();
    let forged = [("_tanda", "palsu"), ("isian", "foto"), ("sidik", "x"), ("besar", "100")];
    assert_eq!(stranger.post(&format!("{FORM}/unggahan"), &forged).await.status, StatusCode::FORBIDDEN);
    let state = json(&begin(&mut guest, "", "a1", &bytes).await);
    let address = format!("{FORM}/unggahan/{}", state["unggahan"].as_str().unwrap());
    let own = json(&begin(&mut stranger, "", "a1", &bytes).await);
    assert_ne!(own["unggahan"], state["unggahan"], "the same photo of somebody else is another upload");
    for draft in ["", "abc", own["draf"].as_str().unwrap()] {
        let refused = stranger.piece(&address, draft, 0, &bytes[..STEP]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.html);
    }
    let number = site.town.open().await.number;
    let case = format!("/lacak/{number}/unggahan");
    let addition = [("isian", "foto-tambahan"), ("sidik", "x"), ("besar", "100"), ("_draf", "")];
    assert_eq!(stranger.post(&case, &addition).await.status, StatusCode::FORBIDDEN);
    let elsewhere = format!("{case}/{}", state["unggahan"].as_str().unwrap());
    let refused = guest.piece(&elsewhere, state["draf"].as_str().unwrap(), 0, &bytes[..STEP]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(count(&site.town, PIECES).await, 0);
}

#[tokio::test]
async fn photos_follow_in_pieces_once_the_number_is_known() {
    let site = site().await;
    let number = site.town.open().await.number;
    let (_, link) = site.town.desk.secrets(&number).await.unwrap();
    let mut guest = Guest::new(&site);
    guest.get(&format!("/l/{}", link.secret())).await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    let (case, photo) = (format!("/lacak/{number}/unggahan"), picture());
    page.has(&format!("data-unggah=\"{case}\""));
    let size = photo.len().to_string();
    let fields = [("isian", "foto-tambahan"), ("sidik", "b2"), ("besar", size.as_str()), ("_draf", "")];
    let state = json(&guest.post(&case, &fields).await);
    let (draft, id) = (state["draf"].as_str().unwrap(), state["unggahan"].as_str().unwrap());
    let done = json(&guest.piece(&format!("{case}/{id}"), draft, 0, &photo).await);
    assert!(done["berkas"].is_string());
    let to = format!("/lacak/{number}/tambahan");
    let token = page.hidden(&to, "_tanda");
    let sent = guest.post(&to, &[("_tanda", &token), ("_draf", draft), ("teks", "Ini fotonya.")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let before = site.town.view(&number, &Viewer::Reporter).await.files.len();
    assert_eq!(before, 1);
}

/// A slow line that breaks: each of the first `breaks` connections ends after so many bytes of the request.
mod line {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    pub async fn that_breaks(server: std::net::SocketAddr, after: Vec<usize>) -> std::net::SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let mut after = after.into_iter();
            while let Ok((client, _)) = listener.accept().await {
                let upstream = TcpStream::connect(server).await.unwrap();
                tokio::spawn(forward(client, upstream, after.next().unwrap_or(usize::MAX)));
            }
        });
        address
    }

    async fn forward(mut client: TcpStream, mut server: TcpStream, mut left: usize) {
        let (mut up, mut down) = (vec![0; 4096], vec![0; 65_536]);
        loop {
            tokio::select! {
                read = client.read(&mut up) => match read {
                    Ok(size) if size > 0 && size <= left => {
                        left -= size;
                        server.write_all(&up[..size]).await.unwrap();
                    }
                    _ => return,
                },
                read = server.read(&mut down) => match read {
                    Ok(size) if size > 0 => {
                        if client.write_all(&down[..size]).await.is_err() {
                            return;
                        }
                    }
                    _ => return,
                },
            }
        }
    }
}

/// One request on a connection of its own; an error where the line broke.
async fn request(to: std::net::SocketAddr, head: &str, body: &[u8]) -> std::io::Result<Value> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut wire = tokio::net::TcpStream::connect(to).await?;
    let length = body.len();
    let head = format!(
        "POST {head}\r\nhost: 127.0.0.1:8080\r\naccept: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    wire.write_all(head.as_bytes()).await?;
    wire.write_all(body).await?;
    let mut answer = Vec::new();
    wire.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
    assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
    Ok(serde_json::from_str(body).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_breaks_three_times_loses_nothing_and_sends_little_twice() {
    let site = site().await;
    let token = Guest::new(&site).get(FORM).await.hidden(FORM, "_tanda");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap();
    let router = site.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let bytes = large();
    // The second, fourth and sixth connection break: within a piece, after a whole piece, within the first bytes.
    let never = usize::MAX;
    let line = line::that_breaks(server, vec![never, 9000, never, STEP + 100, never, 40]).await;
    let size = bytes.len();
    let wish = format!("_tanda={token}&_draf=&isian=foto&sidik=c3&besar={size}");
    let form = "content-type: application/x-www-form-urlencoded";
    let (mut draft, mut broken, mut travelled) = (String::new(), 0, 0);
    let file = 'all: loop {
        let ask = wish.replace("_draf=", &format!("_draf={draft}"));
        let Ok(mut state) = request(line, &format!("{FORM}/unggahan HTTP/1.1\r\n{form}"), ask.as_bytes()).await else {
            broken += 1;
            continue;
        };
        loop {
            draft = state["draf"].as_str().unwrap().to_owned();
            if let Some(file) = state["berkas"].as_str() {
                break 'all file.to_owned();
            }
            let start = usize::try_from(state["sudah"].as_u64().unwrap()).unwrap();
            let piece = &bytes[start..(start + STEP).min(size)];
            let head = format!(
                "{FORM}/unggahan/{} HTTP/1.1\r\ncontent-type: application/octet-stream\r\nx-draf: {draft}\r\nx-mulai: {start}",
                state["unggahan"].as_str().unwrap()
            );
            travelled += piece.len();
            match request(line, &head, piece).await {
                Ok(next) => state = next,
                Err(_) => break,
            }
        }
        broken += 1;
    };
    assert_eq!(broken, 3, "the line did break");
    assert!(travelled <= size + 3 * STEP, "{travelled} bytes travelled for {size}");
    let draft = site.town.desk.draft(&draft).await.unwrap().unwrap();
    assert_eq!((draft.files.len(), draft.files[0].id.as_str()), (1, file.as_str()));
    assert_eq!(draft.files[0].size, (220, 160));
}

/// Kept so that a desk with other limits is built as the town builds its own.
#[tokio::test]
async fn a_desk_may_ask_for_larger_pieces() {
    let town = crate::town::small_town().await;
    let limits = desk::DeskLimits { piece_bytes: (64 * 1024, 256 * 1024), ..desk::DeskLimits::default() };
    let desk = Desk::open(desk::Parts { limits, ..parts(&town.ledger) }).await.unwrap();
    let site: Site = of(Town { desk, ..town });
    let bytes = large();
    let begun = site.town.desk.begin_upload(ROAD, "", wish("besar", &bytes)).await.unwrap();
    let piece = Piece { upload: begun.id, start: 0, bytes: bytes[..STEP].to_vec() };
    assert!(site.town.desk.put_piece(ROAD, begun.handle.secret(), piece).await.is_err());
}
