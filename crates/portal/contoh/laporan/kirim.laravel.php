<?php
// Kirim laporan warga dengan klien HTTP Laravel, lalu baca keadaannya.
use Illuminate\Support\Facades\Http;

$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';

$token = Http::asForm()
    ->withBasicAuth(getenv('GAPURA_CLIENT_ID'), getenv('GAPURA_CLIENT_SECRET'))
    ->post("$url/oauth/token", [
        'grant_type' => 'client_credentials',
        'scope' => 'laporan.tulis laporan.baca',
    ])
    ->throw()
    ->json('access_token');

// Kunci yang sama dengan isi yang sama memberi tanda terima yang sama: aman dikirim ulang.
$terima = Http::withToken($token)
    ->withHeaders(['Idempotency-Key' => getenv('GAPURA_KUNCI_KIRIM') ?: 'aplikasi-kota-000001'])
    ->post("$url/api/v1/laporan", [
        'service' => 'lainnya',
        'answers' => ['kejadian' => 'Lampu taman mati', 'bidang' => 'lain'],
    ])
    ->throw()
    ->json();

$keadaan = Http::withToken($token)->get("$url/api/v1/laporan/{$terima['number']}")->throw()->json();
echo "{$terima['number']} {$keadaan['status']}\n";
