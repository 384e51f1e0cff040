<?php
// Panggil satu layanan data dengan klien HTTP Laravel. GAPURA_LAYANAN adalah alamatnya:
// dinas/aplikasi/layanan/versi/jalur, misalnya dinas-kesehatan/simpus/pasien/v1/pasien
use Illuminate\Support\Facades\Http;

$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';

$token = Http::asForm()
    ->withBasicAuth(getenv('GAPURA_CLIENT_ID'), getenv('GAPURA_CLIENT_SECRET'))
    ->post("$url/oauth/token", ['grant_type' => 'client_credentials', 'scope' => 'layanan.panggil'])
    ->throw()
    ->json('access_token');

for ($kali = 0; $kali < 3; $kali++) {
    $jawaban = Http::withToken($token)
        ->acceptJson()
        ->timeout(30)
        ->get("$url/x/" . getenv('GAPURA_LAYANAN'));
    if ($jawaban->status() !== 429) {
        break;
    }
    sleep((int) $jawaban->header('Retry-After')); // jatah per menit habis
}
echo $jawaban->status(), ' ', json_encode($jawaban->throw()->json(), JSON_UNESCAPED_SLASHES), "\n";
