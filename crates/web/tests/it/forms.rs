//! Forms drawn from a definition.

use super::{city, page};

const SAMPLE: &str = include_str!("../../assets/gaya.toml");

#[tokio::test]
async fn every_field_type_is_drawn_with_a_label_of_its_own() {
    let (_, html) = page(&city(|_| {}), "/gaya").await;
    let inputs = html.split("<form").find(|form| form.contains("data-nama=\"gaya\"")).unwrap();
    for tag in ["<input", "<select", "<textarea"] {
        for input in inputs.split(tag).skip(1).map(|rest| rest.split('>').next().unwrap()) {
            let choice = input.contains("type=\"radio\"")
                || input.contains("type=\"checkbox\"")
                || input.contains("type=\"hidden\"");
            let id = input.split("id=\"").nth(1).and_then(|rest| rest.split('"').next());
            assert!(choice || id.is_some_and(|id| inputs.contains(&format!("<label for=\"{id}\""))), "{input}");
        }
    }
}

#[tokio::test]
async fn without_script_a_conditional_field_is_shown_with_its_condition_in_words() {
    let (_, html) = page(&city(|_| {}), "/gaya").await;
    let field = html.split("data-isian=\"rincian\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(field.contains("Isi hanya bila") && field.contains("korban atau jalan putus"), "{field}");
    assert!(html.contains("data-syarat=\"{&quot;rincian&quot;:"), "the browser's table");
}

#[tokio::test]
async fn personal_fields_are_never_kept_by_the_browser() {
    let (_, html) = page(&city(|_| {}), "/gaya").await;
    let field = |id: &str| {
        html.split(&format!("data-isian=\"{id}\"")).nth(1).unwrap().split("data-isian").next().unwrap().to_owned()
    };
    for id in ["rumah", "nik", "ponsel", "surat"] {
        assert!(!field(id).contains("data-draf"), "{id}");
    }
    for id in ["lokasi", "jenis", "judul"] {
        assert!(field(id).contains("data-draf"), "{id}");
    }
}

#[tokio::test]
async fn each_mistake_links_to_a_field_that_exists() {
    let (_, html) = page(&city(|_| {}), "/gaya").await;
    let summary = html.split("summary-bad").nth(1).unwrap().split("</ul>").next().unwrap();
    let anchors: Vec<&str> = summary.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    // The style page draws two forms; this one carries a prefix, so that every id stands once.
    assert_eq!(anchors, ["f-contoh_lokasi-desa", "f-contoh_uraian", "f-contoh_bahaya"]);
    for anchor in anchors {
        assert!(html.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
}

#[tokio::test]
async fn what_was_typed_is_shown_again_escaped() {
    let settings = web::testing::settings(super::now(), Default::default());
    let routes = web::Routes::new().get("/isi", filled);
    let room = web::Room { name: "isi", routes, menu: Vec::new(), locale: &[] };
    let app = web::assemble(web::Frame::new(settings).unwrap(), vec![room]).unwrap();
    let (_, html) = page(&app, "/isi").await;
    assert!(html.contains("&#60;script&#62;alert(1)") && !html.contains("<script>alert"), "{html}");
    assert!(html.contains("value=\"lubang\" checked"));
}

#[derive(askama::Template)]
#[template(source = "{{ fields }}", ext = "html")]
struct Fields {
    fields: web::Markup,
}

async fn filled(visitor: web::Visitor) -> web::Answer {
    let definition = definition::load(SAMPLE).unwrap();
    let (lists, places) = (definition::Lists::new(), web::form::Places::default());
    let values = web::Submission::of([
        ("uraian", "</textarea><script>alert(1)</script>"),
        ("judul", "\"><script>alert(1)</script>"),
        ("jenis", "lubang"),
    ]);
    let form = web::form::Form::new(&visitor.view, &lists, &places)
        .of(&definition, &definition::form::Stage::Opening)
        .values(&values)
        .draw()?;
    web::page(&Fields { fields: form.fields })
}

#[tokio::test]
async fn an_officers_form_asks_only_the_fields_of_the_step() {
    let text = SAMPLE.replace("[isian.judul]\n", "[isian.judul]\ndiisi = \"verifikasi\"\n");
    let definition = definition::load(&text).unwrap();
    let settings = web::testing::settings(super::now(), Default::default());
    let app = web::assemble(web::Frame::new(settings).unwrap(), vec![step_room(definition)]).unwrap();
    let (_, html) = page(&app, "/langkah").await;
    assert!(html.contains("name=\"judul\"") && !html.contains("name=\"uraian\"") && !html.contains("type=\"file\""));
}

fn step_room(definition: definition::Definition) -> web::Room {
    let routes = web::Routes::new().get("/langkah", step).with_state(std::sync::Arc::new(definition));
    web::Room { name: "langkah", routes, menu: Vec::new(), locale: &[] }
}

async fn step(
    visitor: web::Visitor,
    axum::extract::State(definition): axum::extract::State<std::sync::Arc<definition::Definition>>,
) -> web::Answer {
    let (lists, places) = (definition::Lists::new(), web::form::Places::default());
    let stage = definition::form::Stage::Step("verifikasi".to_owned());
    let form = web::form::Form::new(&visitor.view, &lists, &places).of(&definition, &stage).draw()?;
    web::page(&Fields { fields: form.fields })
}
