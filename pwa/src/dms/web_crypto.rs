//! The primitives of encrypted messages by the browser's Web Crypto. Private keys are handles that cannot be exported, but
//! for the recovery device's, once, when they are made.

use crate::browser::{self, js};
use dm_core::{Crypto, CryptoFailed, ExtractablePair};
use dm_wire::Wire;
use dm_wire::keys::{Point, Secret};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// See the module.
pub struct WebCrypto;

type Done<T> = Result<T, CryptoFailed>;

fn failed(why: &str) -> CryptoFailed {
    CryptoFailed(why.to_owned())
}

fn bytes(of: &[u8]) -> JsValue {
    Uint8Array::from(of).into()
}

fn of_buffer(buffer: &JsValue) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}

fn uses(of: &[&str]) -> JsValue {
    of.iter().map(|name| JsValue::from_str(name)).collect::<Array>().into()
}

fn curve(name: &str) -> JsValue {
    js::object(&[("name", name.into()), ("namedCurve", "P-256".into())])
}

fn aead(nonce: &[u8; 12], aad: &[u8]) -> JsValue {
    js::object(&[("name", "AES-GCM".into()), ("iv", bytes(nonce)), ("additionalData", bytes(aad))])
}

/// Calls `crypto.subtle`; what it refuses is told by the name of the error.
async fn subtle(name: &str, arguments: &[JsValue]) -> Result<JsValue, String> {
    let subtle = js::get(&js::get(&js_sys::global(), "crypto"), "subtle");
    let function: Function = browser::function(&subtle, name).ok_or("no Web Crypto")?;
    let name_of = |error: JsValue| js::text(&error, "name").unwrap_or_default();
    let promise =
        Reflect::apply(&function, &subtle, &arguments.iter().collect::<Array>()).map_err(name_of)?;
    JsFuture::from(promise.unchecked_into::<Promise>()).await.map_err(name_of)
}

async fn works(name: &str, arguments: &[JsValue]) -> Done<JsValue> {
    subtle(name, arguments).await.map_err(|why| CryptoFailed(format!("{name}: {why}")))
}

async fn point_of(pair: &JsValue) -> Done<Point> {
    let raw = works("exportKey", &["raw".into(), js::get(pair, "publicKey")]).await?;
    Point::parse(&of_buffer(&raw)).map_err(|_| failed("no point"))
}

/// A pair, and its public half.
async fn pair(algorithm: &str, extractable: bool, uses_of_it: &[&str]) -> Done<(JsValue, Point)> {
    let pair = works("generateKey", &[curve(algorithm), extractable.into(), uses(uses_of_it)]).await?;
    let point = point_of(&pair).await?;
    Ok((js::get(&pair, "privateKey"), point))
}

async fn extractable(algorithm: &str, uses_of_it: &[&str]) -> Done<ExtractablePair> {
    let (key, public) = pair(algorithm, true, uses_of_it).await?;
    let private = works("exportKey", &["pkcs8".into(), key]).await?;
    Ok(ExtractablePair { private: of_buffer(&private), public })
}

async fn import_pkcs8(algorithm: &str, pkcs8: &[u8], use_of_it: &str) -> Done<Option<JsValue>> {
    let arguments = ["pkcs8".into(), bytes(pkcs8), curve(algorithm), false.into(), uses(&[use_of_it])];
    match subtle("importKey", &arguments).await {
        Ok(key) => Ok(Some(key)),
        Err(name) if name == "DataError" => Ok(None),
        Err(name) => Err(CryptoFailed(name)),
    }
}

async fn raw_key(algorithm: &str, of: &[u8], use_of_it: &str) -> Done<JsValue> {
    works("importKey", &["raw".into(), bytes(of), algorithm.into(), false.into(), uses(&[use_of_it])]).await
}

async fn bits(algorithm: JsValue, key: JsValue) -> Done<Secret> {
    let bits = works("deriveBits", &[algorithm, key, JsValue::from_f64(256.0)]).await?;
    of_buffer(&bits).try_into().map(Secret).map_err(|_| failed("not 32 bytes"))
}

async fn sealed(key: JsValue, nonce: &[u8; 12], aad: &[u8], plaintext: &[u8]) -> Done<Vec<u8>> {
    let sealed = works("encrypt", &[aead(nonce, aad), key, bytes(plaintext)]).await?;
    Ok(of_buffer(&sealed))
}

/// `OperationError` is what Web Crypto says of what was changed.
async fn opened(key: JsValue, nonce: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Done<Option<Vec<u8>>> {
    match subtle("decrypt", &[aead(nonce, aad), key, bytes(sealed)]).await {
        Ok(opened) => Ok(Some(of_buffer(&opened))),
        Err(name) if name == "OperationError" => Ok(None),
        Err(name) => Err(CryptoFailed(name)),
    }
}

const ZERO: [u8; 12] = [0; 12];

impl Crypto for WebCrypto {
    type Key = JsValue;

    async fn random(&self, into: &mut [u8]) -> Done<()> {
        let array = Uint8Array::from(&*into);
        let crypto = js::get(&js_sys::global(), "crypto");
        js::call(&crypto, "getRandomValues", &[array.clone().into()]).ok_or_else(|| failed("no chance"))?;
        into.copy_from_slice(&array.to_vec());
        Ok(())
    }

    async fn generate_signing(&self) -> Done<(JsValue, Point)> {
        pair("ECDSA", false, &["sign", "verify"]).await
    }

    async fn generate_agreement(&self) -> Done<(JsValue, Point)> {
        pair("ECDH", false, &["deriveBits"]).await
    }

    async fn generate_storage(&self) -> Done<JsValue> {
        let algorithm = js::object(&[("name", "AES-GCM".into()), ("length", JsValue::from_f64(256.0))]);
        works("generateKey", &[algorithm, false.into(), uses(&["encrypt", "decrypt"])]).await
    }

    async fn sign(&self, key: &JsValue, message: &[u8]) -> Done<[u8; 64]> {
        let algorithm = js::object(&[("name", "ECDSA".into()), ("hash", "SHA-256".into())]);
        let signature = works("sign", &[algorithm, key.clone(), bytes(message)]).await?;
        of_buffer(&signature).try_into().map_err(|_| failed("not 64 bytes"))
    }

    async fn agree(&self, key: &JsValue, with: &Point) -> Done<Secret> {
        let arguments = ["raw".into(), bytes(with.bytes()), curve("ECDH"), false.into(), uses(&[])];
        let public = works("importKey", &arguments).await?;
        bits(js::object(&[("name", "ECDH".into()), ("public", public)]), key.clone()).await
    }

    async fn hkdf(&self, secret: &[u8], salt: &[u8], info: &[u8]) -> Done<Secret> {
        let key = raw_key("HKDF", secret, "deriveBits").await?;
        let algorithm = js::object(&[
            ("name", "HKDF".into()),
            ("hash", "SHA-256".into()),
            ("salt", bytes(salt)),
            ("info", bytes(info)),
        ]);
        bits(algorithm, key).await
    }

    async fn seal(&self, key: &Secret, aad: &[u8], plaintext: &[u8]) -> Done<Vec<u8>> {
        sealed(raw_key("AES-GCM", &key.0, "encrypt").await?, &ZERO, aad, plaintext).await
    }

    async fn open(&self, key: &Secret, aad: &[u8], ciphertext: &[u8]) -> Done<Option<Vec<u8>>> {
        opened(raw_key("AES-GCM", &key.0, "decrypt").await?, &ZERO, aad, ciphertext).await
    }

    async fn seal_kept(
        &self,
        key: &JsValue,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Done<Vec<u8>> {
        sealed(key.clone(), nonce, aad, plaintext).await
    }

    async fn open_kept(
        &self,
        key: &JsValue,
        nonce: &[u8; 12],
        aad: &[u8],
        ciphertext: &[u8],
    ) -> Done<Option<Vec<u8>>> {
        opened(key.clone(), nonce, aad, ciphertext).await
    }

    async fn generate_extractable_signing(&self) -> Done<ExtractablePair> {
        extractable("ECDSA", &["sign", "verify"]).await
    }

    async fn generate_extractable_agreement(&self) -> Done<ExtractablePair> {
        extractable("ECDH", &["deriveBits"]).await
    }

    async fn import_signing(&self, pkcs8: &[u8]) -> Done<Option<JsValue>> {
        import_pkcs8("ECDSA", pkcs8, "sign").await
    }

    async fn import_agreement(&self, pkcs8: &[u8]) -> Done<Option<JsValue>> {
        import_pkcs8("ECDH", pkcs8, "deriveBits").await
    }
}
