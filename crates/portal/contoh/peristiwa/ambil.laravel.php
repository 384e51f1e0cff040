<?php
// Ambil peristiwa yang belum dibaca dengan klien HTTP Laravel, misalnya dari perintah terjadwal.
use Illuminate\Support\Facades\Http;

$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';
$letak = getenv('GAPURA_LETAK') ?: 'letak.txt';

$token = Http::asForm()
    ->withBasicAuth(getenv('GAPURA_CLIENT_ID'), getenv('GAPURA_CLIENT_SECRET'))
    ->post("$url/oauth/token", ['grant_type' => 'client_credentials', 'scope' => 'peristiwa.baca'])
    ->throw()
    ->json('access_token');

$alamat = @file_get_contents($letak) ?: "$url/api/v1/events?after=0&limit=100";
do {
    $jawaban = Http::withToken($token)->timeout(30)->get($alamat)->throw();
    $peristiwa = $jawaban->json();
    foreach ($peristiwa as $satu) {
        echo "{$satu['sequence']} {$satu['type']} ", $satu['subject'] ?? '', "\n";
    }
    // Baru disimpan sesudah diolah: bila mati di tengah, dibaca sekali lagi.
    $ada = preg_match('/<([^>]*)>; *rel="next"/', $jawaban->header('Link'), $cocok);
    if ($ada) {
        file_put_contents($letak, $alamat = $cocok[1]);
    }
} while ($peristiwa !== [] && $ada);
