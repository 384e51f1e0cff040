<?php
// Masuk tunggal untuk aplikasi PHP. Jalankan: php -S 127.0.0.1:8091 masuk.php
$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';
$kembali = getenv('GAPURA_KEMBALI') ?: 'http://127.0.0.1:8091/kembali';
session_start();

function base64url(string $bita): string
{
    return rtrim(strtr(base64_encode($bita), '+/', '-_'), '=');
}

if (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) !== '/kembali') {
    $_SESSION['masuk'] = $masuk = [
        'state' => base64url(random_bytes(32)),
        'nonce' => base64url(random_bytes(32)),
        'bukti' => base64url(random_bytes(32)),
    ];
    header('Location: ' . "$url/oauth/authorize?" . http_build_query([
        'response_type' => 'code',
        'client_id' => getenv('GAPURA_CLIENT_ID'),
        'redirect_uri' => $kembali,
        'scope' => 'openid profile',
        'state' => $masuk['state'],
        'nonce' => $masuk['nonce'],
        'code_challenge' => base64url(hash('sha256', $masuk['bukti'], true)),
        'code_challenge_method' => 'S256',
    ]));
    exit;
}

$masuk = $_SESSION['masuk'] ?? null;
unset($_SESSION['masuk']);
if ($masuk === null || !hash_equals($masuk['state'], $_GET['state'] ?? '') || ($_GET['iss'] ?? '') !== $url) {
    http_response_code(400);
    exit('Mulai lagi dari halaman depan.');
}
$panggilan = curl_init("$url/oauth/token");
curl_setopt_array($panggilan, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_USERPWD => getenv('GAPURA_CLIENT_ID') . ':' . getenv('GAPURA_CLIENT_SECRET'),
    CURLOPT_POSTFIELDS => http_build_query([
        'grant_type' => 'authorization_code',
        'code' => $_GET['code'] ?? '',
        'redirect_uri' => $kembali,
        'code_verifier' => $masuk['bukti'],
    ]),
]);
$token = json_decode((string) curl_exec($panggilan), true);
// Token identitas datang langsung dari peladen lewat TLS; yang diperiksa adalah isinya.
$isi = json_decode(base64_decode(strtr(explode('.', $token['id_token'] ?? '..')[1], '-_', '+/')), true);
if (
    ($isi['iss'] ?? '') !== $url || ($isi['aud'] ?? '') !== getenv('GAPURA_CLIENT_ID')
    || ($isi['nonce'] ?? '') !== $masuk['nonce'] || ($isi['exp'] ?? 0) < time()
) {
    http_response_code(400);
    exit('Token identitas tidak cocok.');
}
session_regenerate_id(true);
$_SESSION['petugas'] = $isi['sub'];
echo 'Selamat datang, ', htmlspecialchars($isi['name'] ?? $isi['sub']);
