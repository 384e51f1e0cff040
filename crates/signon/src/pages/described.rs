//! What `/api/v1/openapi.json` says of tokens; people sign on by OpenID Connect, which describes itself at
//! `/.well-known/openid-configuration`.

use serde_json::{Value as Json, json};

/// This room's part of the description (`web::Routes::described`).
pub(super) fn part() -> Json {
    json!({
        "paths": {
            "/oauth/token": { "post": asked("issueToken", "A token of the client credentials grant, for one program.", &token_form(), &token()) },
            "/oauth/introspect": { "post": asked("introspectToken", "Whether a token is alive (RFC 7662).", &one_token(), &json!({
                "type": "object", "required": ["active"], "properties": { "active": { "type": "boolean" } },
            })) },
            "/oauth/revoke": { "post": asked("revokeToken", "Takes a token back (RFC 7009).", &one_token(), &json!({ "type": "object" })) },
        },
        "components": {
            "schemas": { "OAuthError": {
                "type": "object", "required": ["error"],
                "properties": { "error": { "type": "string" }, "error_description": { "type": "string" } },
            }},
            "securitySchemes": { "client": {
                "type": "http", "scheme": "basic", "description": "Id and secret of the key (RFC 6749, 2.3.1).",
            }},
        },
    })
}

fn asked(id: &str, summary: &str, form: &Json, answer: &Json) -> Json {
    let failed = json!({
        "description": "Refused (RFC 6749, 5.2).",
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/OAuthError" } } },
    });
    json!({
        "operationId": id, "summary": summary, "security": [{ "client": [] }],
        "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": { "schema": form } } },
        "responses": {
            "200": { "description": "Done.", "content": { "application/json": { "schema": answer } } },
            "400": failed, "401": failed,
            "429": { "$ref": "#/components/responses/Problem" }, "default": { "$ref": "#/components/responses/Problem" },
        },
    })
}

fn token_form() -> Json {
    json!({
        "type": "object", "required": ["grant_type"],
        "properties": {
            "grant_type": { "type": "string", "enum": ["client_credentials", "authorization_code", "refresh_token"] },
            "scope": { "type": "string", "description": "Scopes with a space between; all that the key has without." },
            "resource": { "type": "string" }, "client_id": { "type": "string" }, "client_secret": { "type": "string" },
        },
        "examples": [{ "grant_type": "client_credentials", "scope": "laporan.tulis laporan.baca" }],
    })
}

fn token() -> Json {
    json!({
        "type": "object", "required": ["access_token", "token_type", "expires_in", "scope"],
        "properties": {
            "access_token": { "type": "string" }, "token_type": { "type": "string", "const": "Bearer" },
            "expires_in": { "type": "integer" }, "scope": { "type": "string" },
            "refresh_token": { "type": "string" }, "id_token": { "type": "string" },
        },
    })
}

fn one_token() -> Json {
    json!({ "type": "object", "required": ["token"], "properties": { "token": { "type": "string" } } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_that_is_referred_to_stands_here_or_is_the_answer_of_every_room() {
        let part = part();
        let written = part.to_string();
        let referred = written.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next());
        for to in referred.filter(|to| *to != "/components/responses/Problem") {
            assert!(part.pointer(to).is_some(), "{to}");
        }
        for path in ["/oauth/token", "/oauth/introspect", "/oauth/revoke"] {
            assert!(part["paths"][path].is_object(), "{path}");
        }
    }
}
