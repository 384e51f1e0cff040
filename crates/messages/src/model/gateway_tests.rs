use super::*;

const PLAIN: &str = r#"
saluran = "wa"
metode  = "POST"
alamat  = "https://gerbang.contoh.id/v1/pesan"
nomor   = "+62"
[isi]
bentuk = "json"
[isi.nilai]
to   = "{tujuan}"
text = { body = "{teks}", preview = false }
ref  = ["{sekali}", 7]
[berhasil]
status = [200, 202]
jalur  = "/status"
nilai  = ["ok", 1]
id     = "/data/0/id"
"#;

const SENDING: Sending<'static> =
    Sending { number: "6281234567890", text: "Laporan \"A&B\" {x}", once: "k/1", lang: "id" };

fn refused(text: &str) -> String {
    Gateway::read(text, None).expect_err(text).0
}

#[test]
fn a_json_call_is_built_from_the_description_and_nothing_can_break_out_of_a_value() {
    let call = Gateway::read(PLAIN, None).unwrap().call(SENDING);
    assert_eq!((call.method, call.address.as_str()), ("POST", "https://gerbang.contoh.id/v1/pesan"));
    let body: serde_json::Value = serde_json::from_slice(&call.body).unwrap();
    assert_eq!(body["to"], "+6281234567890");
    assert_eq!(body["text"], serde_json::json!({ "body": "Laporan \"A&B\" {x}", "preview": false }));
    assert_eq!(body["ref"], serde_json::json!(["k/1", 7]));
}

#[test]
fn a_form_or_an_address_is_percent_encoded() {
    let form = PLAIN
        .replace("\"json\"", "\"form\"")
        .replace("text = { body = \"{teks}\", preview = false }", "text = \"{teks}\"")
        .replace("ref  = [\"{sekali}\", 7]", "n = 7");
    let call = Gateway::read(&form, None).unwrap().call(SENDING);
    let body = String::from_utf8(call.body.to_vec()).unwrap();
    assert_eq!(body, "to=%2B6281234567890&text=Laporan%20%22A%26B%22%20%7Bx%7D&n=7");
    let get = "saluran='sms'\nmetode='GET'\nalamat='https://x.id/s?to={tujuan}&m={teks}'\nnomor='0'\n[berhasil]\n";
    let call = Gateway::read(get, None).unwrap().call(SENDING);
    assert_eq!(call.address, "https://x.id/s?to=081234567890&m=Laporan%20%22A%26B%22%20%7Bx%7D");
}

#[test]
fn a_wrong_description_says_which_key_and_what_to_write() {
    for (change, by, says) in [
        ("https://gerbang.contoh.id", "http://gerbang.contoh.id", "http hanya untuk 127.0.0.1"),
        ("https://gerbang.contoh.id", "https://{teks}.id", "nama server tidak boleh berisi"),
        ("https://gerbang.contoh.id", "ftp://x", "harus https"),
        ("{tujuan}", "{nomer}", "{nomer} tidak dikenal"),
        ("\"{tujuan}\"", "\"0812\"", "tidak tahu ke mana mengirim"),
        ("\"{teks}\"", "\"halo\"", "pesan akan kosong"),
        ("{sekali}", "{sekali", "tidak berpasangan"),
        ("\"/status\"", "\"status\"", "penunjuk JSON"),
        ("nilai  = [\"ok\", 1]", "", "ditulis bersama-sama"),
        ("[200, 202]", "[302]", "200–299"),
        ("\"+62\"", "\"+1\"", "unknown variant"),
        ("saluran", "kanal", "unknown field `kanal`"),
        ("\"POST\"", "\"GET\"", "tidak dapat dipakai dengan metode GET"),
        ("\"json\"", "\"form\"", "tabel di dalam tabel"),
    ] {
        let message = refused(&PLAIN.replace(change, by));
        assert!(message.contains(says), "{by}: {message}");
    }
    assert!(refused(&format!("batas_waktu = 0\n{PLAIN}")).contains("1 sampai 60"));
    assert!(refused(&format!("izinkan_jaringan = ['10.0.0.0/40']\n{PLAIN}")).contains("10.0.0.0/40"));
    assert!(refused(&format!("{PLAIN}\n[kepala]\nHost = 'x'\n")).contains("kepala.Host"));
}

#[test]
fn a_secret_comes_from_a_file_and_stands_in_no_message() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token"), "r4h4s1a-betul\n").unwrap();
    let with = |source: &str| {
        format!("{PLAIN}\n[kepala]\nAuthorization = 'Bearer {{rahasia.token}}'\n[rahasia]\ntoken = {source}\n")
    };
    let gateway = Gateway::read(&with("{ kredensial = 'token' }"), Some(folder.path())).unwrap();
    let call = gateway.call(SENDING);
    assert!(call.headers.contains(&("authorization".to_owned(), "Bearer r4h4s1a-betul".to_owned())));
    assert!(!format!("{gateway:?}").contains("r4h4s1a"));
    assert!(Gateway::read(&with("{ kredensial = '../token' }"), Some(folder.path())).is_err());
    assert!(refused(&with("{ kredensial = 'token' }")).contains("pakai `berkas`"));
    let missing = refused(&with("{ berkas = '/tidak/ada' }"));
    assert!(missing.contains("rahasia.token") && missing.contains("/tidak/ada"), "{missing}");
}

#[test]
fn an_answer_is_taken_refused_or_tried_again() {
    let gateway = Gateway::read(PLAIN, None).unwrap();
    let taken = |id: &str| Verdict::Taken(Some(id.to_owned()));
    assert_eq!(gateway.judge(202, br#"{"status":"ok","data":[{"id":"m-7"}]}"#), taken("m-7"));
    assert_eq!(gateway.judge(200, br#"{"status":1,"data":[{"id":9}]}"#), taken("9"));
    assert_eq!(gateway.judge(200, br#"{"status":"ok"}"#), Verdict::Taken(None));
    assert_eq!(gateway.judge(200, br#"{"status":"invalid number"}"#), Verdict::Refused);
    assert_eq!(gateway.judge(400, b""), Verdict::Refused);
    for (status, body) in [(500, ""), (429, ""), (401, ""), (302, ""), (200, "<html>sampah"), (200, "{}")] {
        assert_eq!(gateway.judge(status, body.as_bytes()), Verdict::Later, "{status} {body}");
    }
}

#[test]
fn a_phone_number_is_understood_as_people_write_it() {
    for written in ["0812-3456-7890", "+62 812 3456 7890", "62812 34567890", "812.3456.7890", "(0812) 34567890"] {
        assert_eq!(phone(written).as_deref(), Some("6281234567890"), "{written}");
    }
    assert_eq!(phone("+65 8123 4567").as_deref(), Some("6581234567"));
    for wrong in ["", "0812", "dua belas", "0812 3456 7890 12345", "123456789", "0812x34567890"] {
        assert_eq!(phone(wrong), None, "{wrong}");
    }
}
