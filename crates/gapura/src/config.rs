//! `DIR/gapura.toml`: one commented file, read once at start. Wrong keys are refused with their line.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// The name of the file in the data folder.
pub const FILE: &str = "gapura.toml";

/// Everything an operator may set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Regions served, the first one answering hosts that no other names.
    pub wilayah: Vec<RegionConfig>,
    /// `sqlite:gapura.db` (in the data folder) or `postgres://…`.
    #[serde(default = "default_database")]
    pub basis_data: String,
    /// The address that people type, used in links and QR codes.
    #[serde(default = "default_url")]
    pub alamat: String,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    #[serde(default)]
    pub proksi: Vec<IpAddr>,
    /// The file with the master key; outside the folder that is backed up.
    pub kunci: Option<PathBuf>,
    /// E-mail.
    pub surel: Option<messages::channel::mail::MailSettings>,
    /// TOML file that describes the gateway for SMS or WhatsApp.
    pub gerbang_pesan: Option<PathBuf>,
    /// The gateway between applications.
    #[serde(default)]
    pub gerbang: GatewayConfig,
    /// Limits.
    #[serde(default)]
    pub batas: Limits,
}

/// One region.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionConfig {
    /// For example `35.17`.
    pub kode: String,
    /// Host names that lead to it; empty: any.
    #[serde(default)]
    pub host: Vec<String>,
    /// Overrides the address of the installation for links of this region.
    pub alamat: Option<String>,
    /// The city's three colours; none: the house's navy, blue and gold.
    pub warna: Option<Colours>,
    /// The coat of arms, a small SVG file.
    pub lambang: Option<PathBuf>,
    /// Lines of the footer: where the office is, how to reach it.
    #[serde(default)]
    pub kontak: Vec<String>,
    /// Networks of the own house in which agencies' applications stand: the gateway, webhooks and health checks reach no
    /// other private address.
    #[serde(default)]
    pub jaringan: Vec<String>,
    /// The sign service of the region.
    pub tanda_tangan: Option<letters::bsre::Settings>,
    /// Registers of other agencies that confirm or fill in answers (`isi_dari`), by the name that services use.
    #[serde(default)]
    pub sumber: BTreeMap<String, bridges::registers::Settings>,
}

impl RegionConfig {
    /// The own networks in which agencies' applications stand.
    pub fn networks(&self) -> Vec<web::Network> {
        self.jaringan.iter().filter_map(|text| web::Network::parse(text)).collect()
    }
}

/// Three colours such as `#0B4F9E`; a palette under AA is refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Header band.
    pub kepala: String,
    /// Links and buttons.
    pub utama: String,
    /// Thin line under the header.
    pub aksen: String,
}

/// The gateway between applications.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GatewayConfig {
    /// Days that records of calls are kept, at least [`gateway::LEAST_DAYS`].
    pub simpan_hari: i64,
}

impl Default for GatewayConfig {
    fn default() -> Self {
        Self { simpan_hari: gateway::KEPT_DAYS }
    }
}

/// What keeps a weak server standing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// What every throttle allows is multiplied by this; a village behind one address may need 2 or 3.
    pub kali: u32,
    /// Largest form with its files, in bytes.
    pub unggahan: u64,
    /// Memory of the database cache for each reader, in KiB.
    pub tembolok_kib: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { kali: 1, unggahan: 24 * 1024 * 1024, tembolok_kib: 8 * 1024 }
    }
}

fn default_database() -> String {
    "sqlite:gapura.db".to_owned()
}

fn default_url() -> String {
    "http://127.0.0.1:8017".to_owned()
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum BadConfig {
    /// The folder was never initialised.
    #[error("{0} tidak ada. Buat dengan: gapura init --data DIR --region KODE")]
    Missing(PathBuf),
    /// The file cannot be read.
    #[error("{0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// The file is not what it should be; the message names line and key.
    #[error("{0}:\n{1}")]
    Wrong(PathBuf, String),
}

impl Config {
    /// Reads `DIR/gapura.toml` and checks what can be checked without the network.
    ///
    /// # Errors
    /// Missing, unreadable, unknown keys, wrong values.
    pub fn read(data: &Path) -> Result<Self, BadConfig> {
        let path = data.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(BadConfig::Missing(path));
            }
            Err(error) => return Err(BadConfig::Unreadable(path, error)),
        };
        Self::parse(&text).map_err(|why| BadConfig::Wrong(path, why))
    }

    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// A sentence that names the line or the key.
    pub fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        if config.wilayah.is_empty() {
            return Err("wilayah: sebutkan paling sedikit satu, misalnya [[wilayah]] kode = \"35.17\"".to_owned());
        }
        for region in &config.wilayah {
            kernel::AreaCode::parse(&region.kode).map_err(|error| format!("wilayah.kode: {error}"))?;
        }
        if let Some(wrong) =
            config.wilayah.iter().flat_map(|region| &region.jaringan).find(|one| web::Network::parse(one).is_none())
        {
            return Err(format!("jaringan: `{wrong}` bukan alamat atau jaringan, contoh \"10.1.0.0/16\""));
        }
        if config.gerbang.simpan_hari < gateway::LEAST_DAYS {
            let (least, days) = (gateway::LEAST_DAYS, config.gerbang.simpan_hari);
            return Err(format!("gerbang.simpan_hari: {days} terlalu sedikit, paling sedikit {least}"));
        }
        for address in
            std::iter::once(&config.alamat).chain(config.wilayah.iter().filter_map(|region| region.alamat.as_ref()))
        {
            check_address(address)?;
        }
        Ok(config)
    }

    /// The database without the password that its address may hold.
    pub fn database_name(&self) -> String {
        match self.basis_data.rsplit_once('@') {
            Some((_, place)) => format!("postgres://…@{place}"),
            None => self.basis_data.clone(),
        }
    }

    /// The database address with a relative SQLite path taken from the data folder.
    pub fn database(&self, data: &Path) -> String {
        match self.basis_data.strip_prefix("sqlite:") {
            Some(path) => format!("sqlite:{}", data.join(path).display()),
            None => self.basis_data.clone(),
        }
    }
}

/// The text of a configuration file with the key `name` of its head set to `value`; everything else stays as it was.
///
/// # Errors
/// The file cannot be changed safely; the sentence says what to write by hand.
pub fn with_key(text: &str, name: &str, value: &str) -> Result<String, String> {
    let head = text.lines().position(|line| line.trim_start().starts_with('[')).unwrap_or(usize::MAX);
    let line = format!("{name} = {}", toml::Value::from(value));
    let named = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='));
    let place = |wanted: &dyn Fn(&str) -> bool| text.lines().take(head).position(wanted);
    let at =
        place(&|line| named(line.trim_start())).or_else(|| place(&|line| line.strip_prefix("# ").is_some_and(named)));
    let mut lines: Vec<&str> = text.lines().collect();
    match at {
        Some(at) => lines.splice(at..=at, [line.as_str()]),
        None => lines.splice(0..0, [line.as_str()]),
    };
    let changed = lines.join("\n") + "\n";
    let by_hand = |_| format!("ubah sendiri di {FILE}: {line}");
    let read = |text: &str| text.parse::<toml::Table>().map_err(by_hand);
    let (mut before, mut after) = (read(text)?, read(&changed)?);
    before.remove(name);
    let put = after.remove(name);
    if put.as_ref().and_then(toml::Value::as_str) == Some(value) && before == after {
        return Ok(changed);
    }
    Err(format!("ubah sendiri di {FILE}: {line}"))
}

/// The text of a configuration file with one region more; everything else stays as it was.
///
/// # Errors
/// The file cannot be changed safely; the sentence says what to write by hand.
pub fn with_region(text: &str, code: &str, host: Option<&str>) -> Result<String, String> {
    let hosts = host.map_or_else(String::new, |host| format!("host = [{}]\n", toml::Value::from(host)));
    let entry = format!("[[wilayah]]\nkode = \"{code}\"\n{hosts}");
    // At the end: there it can fall into no other table.
    let changed = format!("{}\n\n{entry}", text.trim_end());
    let by_hand = || format!("tulis sendiri di {FILE}:\n{entry}");
    let (before, after) = (Config::parse(text)?, Config::parse(&changed).map_err(|_| by_hand())?);
    let grown = after.wilayah.len() == before.wilayah.len() + 1
        && after.wilayah.last().is_some_and(|region| region.kode == code);
    if grown { Ok(changed) } else { Err(by_hand()) }
}

/// Plain HTTP is for this machine only: passwords and codes must not cross a network in the open.
fn check_address(address: &str) -> Result<(), String> {
    let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let fine = address.starts_with("https://") || loopback.iter().any(|start| address.starts_with(start));
    if fine && !address.ends_with('/') {
        return Ok(());
    }
    Err(format!(
        "alamat: `{address}` harus diawali https:// (http:// hanya untuk 127.0.0.1) dan tanpa garis miring di akhir"
    ))
}

/// The text that `init` writes: every key with its meaning.
pub fn template(region: &str, database: Option<&str>, key: Option<&Path>) -> String {
    let database = database.unwrap_or("sqlite:gapura.db");
    let key = key.map_or_else(
        || "# kunci = \"/etc/gapura/kunci-induk\"".to_owned(),
        |path| format!("kunci = {:?}", path.display().to_string()),
    );
    format!(
        r##"# Pengaturan Gapura. Setiap baris yang diawali # dapat diaktifkan dengan menghapus tandanya.

# Basis data: berkas di folder ini, atau "postgres://pengguna:sandi@host/nama" bila kota tumbuh.
basis_data = "{database}"

# Alamat yang diketik warga; dipakai di tautan dan kode QR. Selain di mesin ini sendiri harus https.
alamat = "http://127.0.0.1:8017"

# Proksi (misalnya nginx) yang dipercaya menyebut alamat pengirim yang sebenarnya.
# proksi = ["127.0.0.1"]

# Kunci induk membuka semua data pribadi. Simpan di luar folder ini dan cadangkan terpisah.
{key}

# Berkas TOML yang menjelaskan penyedia SMS atau WhatsApp (lihat docs/gerbang-pesan.md).
# gerbang_pesan = "gerbang.toml"

[[wilayah]]
kode = "{region}"
# host = ["layanan.contoh.go.id"]
# warna = {{ kepala = "#06264D", utama = "#0B4F9E", aksen = "#FFD54A" }}
# lambang = "lambang.svg"
# kontak = ["Diskominfo, Jalan Contoh 1", "Telepon 0321-000000"]
# Jaringan dalam tempat aplikasi dinas berada; alamat privat lain tidak pernah dihubungi (gerbang, kait web, cek kesehatan).
# jaringan = ["10.1.0.0/16"]
# Layanan tanda tangan elektronik BSrE (esign client) milik daerah ini; tanpa baris ini surat dicetak dan dipindai.
# tanda_tangan = {{ alamat = "https://esign.contoh.go.id", akun = "gapura", berkas_sandi = "/etc/gapura/sandi-bsre" }}

# Sumber data yang mencocokkan atau mengisikan jawaban warga (lihat docs/sumber.md): berkas CSV di folder ini, atau layanan.
# [wilayah.sumber.dukcapil]
# nama = "Dukcapil"
# berkas = "sumber/dukcapil.csv"
# kunci = "NIK"
# ambil = {{ nama = "NAMA_LENGKAP", alamat_ktp = "ALAMAT" }}

# [surel]
# server = "surel.contoh.go.id"
# port = 587
# pengirim = "gapura@contoh.go.id"
# akun = "gapura"
# berkas_sandi = "/etc/gapura/sandi-surel"

# Catatan panggilan antar-aplikasi yang lebih lama daripada ini dihapus; hitungan per jam tetap ada. Paling sedikit 90.
# [gerbang]
# simpan_hari = 400

[batas]
# Pengali semua batas kekerapan (masuk, laporan, kode); naikkan bila banyak warga berbagi satu alamat.
# kali = 1
# unggahan = 25165824
# tembolok_kib = 8192
"##
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_that_init_writes_is_read_back() {
        let config = Config::parse(&template("64.72", None, None)).unwrap();
        assert_eq!(config.wilayah[0].kode, "64.72");
        assert_eq!(config.database(Path::new("/srv/kota")), "sqlite:/srv/kota/gapura.db");
        assert_eq!(config.batas.kali, 1);
    }

    #[test]
    fn every_commented_key_of_the_template_is_known() {
        let text = template("64.72", None, None);
        let awake: String = text
            .lines()
            .map(|line| {
                line.strip_prefix("# ")
                    .filter(|rest| rest.contains(" = ") || rest.starts_with('['))
                    .unwrap_or(line)
                    .to_owned()
                    + "\n"
            })
            .collect();
        assert!(awake.contains("\n[surel]"));
        Config::parse(&awake).unwrap();
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let why = Config::parse("basis = 1\n[[wilayah]]\nkode = \"35.17\"\n").unwrap_err();
        assert!(why.contains("line 1") && why.contains("basis"), "{why}");
    }

    #[test]
    fn plain_http_is_refused_for_other_machines() {
        let text = |address| format!("alamat = \"{address}\"\n[[wilayah]]\nkode = \"35.17\"\n");
        assert!(Config::parse(&text("http://gapura.go.id")).is_err());
        assert!(Config::parse(&text("https://gapura.go.id")).is_ok());
        assert!(Config::parse(&text("https://gapura.go.id/")).is_err());
        assert!(Config::parse(&text("http://localhost:8017")).is_ok());
    }

    #[test]
    fn a_network_is_written_as_one_or_refused() {
        let text = |one| format!("[[wilayah]]\nkode = \"35.17\"\njaringan = [\"{one}\"]\n");
        assert_eq!(Config::parse(&text("10.1.0.0/16")).unwrap().wilayah[0].networks().len(), 1);
        assert!(Config::parse(&text("10.1.0.0/99")).unwrap_err().contains("10.1.0.0/99"));
    }

    #[test]
    fn records_of_calls_are_kept_for_ninety_days_at_least() {
        let text = |days| format!("[[wilayah]]\nkode = \"35.17\"\n[gerbang]\nsimpan_hari = {days}\n");
        assert_eq!(Config::parse(&text(90)).unwrap().gerbang.simpan_hari, 90);
        assert!(Config::parse(&text(89)).unwrap_err().contains("gerbang.simpan_hari"));
        assert_eq!(Config::parse("[[wilayah]]\nkode = \"35.17\"").unwrap().gerbang.simpan_hari, 400);
    }

    #[test]
    fn a_configuration_without_a_region_says_what_to_write() {
        assert!(Config::parse("wilayah = []").unwrap_err().contains("[[wilayah]]"));
    }

    #[test]
    fn a_key_is_set_where_the_template_offers_it_and_nothing_else_changes() {
        let text = template("64.72", None, None);
        let changed = with_key(&text, "kunci", "/etc/gapura/baru").unwrap();
        let config = Config::parse(&changed).unwrap();
        assert_eq!(config.kunci.as_deref(), Some(Path::new("/etc/gapura/baru")));
        assert_eq!(changed.lines().count(), text.lines().count());
    }

    #[test]
    fn a_key_that_is_set_already_is_replaced() {
        let text = template("64.72", Some("postgres://a@b/c"), None);
        let changed = with_key(&text, "basis_data", "sqlite:lain.db").unwrap();
        assert_eq!(Config::parse(&changed).unwrap().basis_data, "sqlite:lain.db");
        assert!(!changed.contains("postgres://a@b/c"));
    }

    #[test]
    fn a_key_of_a_table_is_not_taken_for_one_of_the_head() {
        let text = "[[wilayah]]\nkode = \"35.17\"\n";
        let changed = with_key(text, "kode", "x").unwrap();
        assert!(changed.starts_with("kode = \"x\"\n[[wilayah]]\nkode = \"35.17\""));
    }

    #[test]
    fn a_value_with_quotes_is_written_so_that_it_is_read_back() {
        let text = template("64.72", None, None);
        let changed = with_key(&text, "kunci", "/a \"b\"\\c").unwrap();
        let config = Config::parse(&changed).unwrap();
        assert_eq!(config.kunci.as_deref(), Some(Path::new("/a \"b\"\\c")));
    }

    #[test]
    fn a_region_joins_behind_tables_of_any_kind() {
        let text = template("64.72", None, None) + "[surel]\nserver = \"s\"\nport = 25\npengirim = \"a@b.id\"";
        let changed = with_region(&text, "35.17", Some("jombang.id")).unwrap();
        let config = Config::parse(&changed).unwrap();
        assert_eq!(config.wilayah[1].host, ["jombang.id"]);
        assert!(config.surel.is_some());
    }

    #[test]
    fn regions_in_one_line_are_left_to_the_operator() {
        let text = "wilayah = [{ kode = \"64.72\" }]\n";
        let why = with_region(text, "35.17", None).unwrap_err();
        assert!(why.contains("[[wilayah]]\nkode = \"35.17\""), "{why}");
    }

    #[test]
    fn every_source_in_the_guide_can_be_written_so() {
        let guide = include_str!("../../../docs/sumber.md");
        let examples: Vec<&str> = guide.split("```toml").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert_eq!(examples.len(), 2);
        let text = format!("[[wilayah]]\nkode = \"35.17\"\n{}", examples.concat());
        let config = Config::parse(&text).unwrap();
        let sources = &config.wilayah[0].sumber;
        assert!(sources["dukcapil"].file.is_some() && sources["oss"].url.is_some());
        assert_eq!(sources["dukcapil"].take["alamat_ktp.desa"], "KODE_DESA");
    }

    #[test]
    fn the_password_of_a_database_is_never_said() {
        let config = Config::parse(&template("64.72", Some("postgres://u:rahasia@h/d"), None)).unwrap();
        assert_eq!(config.database_name(), "postgres://…@h/d");
    }
}
