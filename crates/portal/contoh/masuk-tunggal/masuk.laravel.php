<?php
// Masuk tunggal sebagai dua rute Laravel (routes/web.php).
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use Illuminate\Support\Facades\Http;
use Illuminate\Support\Str;

$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';
$kembali = getenv('GAPURA_KEMBALI') ?: 'http://127.0.0.1:8091/kembali';

$mulai = function (Request $permintaan) use ($url, $kembali) {
    $masuk = ['state' => Str::random(43), 'nonce' => Str::random(43), 'bukti' => Str::random(64)];
    $permintaan->session()->put('masuk', $masuk);
    $tantangan = rtrim(strtr(base64_encode(hash('sha256', $masuk['bukti'], true)), '+/', '-_'), '=');
    return new RedirectResponse("$url/oauth/authorize?" . http_build_query([
        'response_type' => 'code',
        'client_id' => getenv('GAPURA_CLIENT_ID'),
        'redirect_uri' => $kembali,
        'scope' => 'openid profile',
        'state' => $masuk['state'],
        'nonce' => $masuk['nonce'],
        'code_challenge' => $tantangan,
        'code_challenge_method' => 'S256',
    ]));
};

$selesai = function (Request $permintaan) use ($url, $kembali) {
    $masuk = $permintaan->session()->pull('masuk');
    if (!$masuk || $permintaan->query('state') !== $masuk['state'] || $permintaan->query('iss') !== $url) {
        return new Response('Mulai lagi dari halaman depan.', 400);
    }
    $token = Http::asForm()
        ->withBasicAuth(getenv('GAPURA_CLIENT_ID'), getenv('GAPURA_CLIENT_SECRET'))
        ->post("$url/oauth/token", [
            'grant_type' => 'authorization_code',
            'code' => $permintaan->query('code'),
            'redirect_uri' => $kembali,
            'code_verifier' => $masuk['bukti'],
        ])
        ->throw()
        ->json();
    // Token identitas datang langsung dari peladen lewat TLS; yang diperiksa adalah isinya.
    $isi = json_decode(base64_decode(strtr(explode('.', $token['id_token'])[1], '-_', '+/')), true);
    $cocok = $isi['iss'] === $url && $isi['aud'] === getenv('GAPURA_CLIENT_ID')
        && $isi['nonce'] === $masuk['nonce'] && $isi['exp'] >= time();
    if (!$cocok) {
        return new Response('Token identitas tidak cocok.', 400);
    }
    // Di aplikasi Anda: Auth::login(User::firstOrCreate(['sub' => $isi['sub']]))
    $permintaan->session()->regenerate();
    $permintaan->session()->put('petugas', $isi['sub']);
    return new Response('Selamat datang, ' . e($isi['name'] ?? $isi['sub']));
};

// Di routes/web.php: Route::get('/masuk', $mulai); Route::get('/kembali', $selesai);
return [$mulai, $selesai];
