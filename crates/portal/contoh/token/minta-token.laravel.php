<?php
// Minta token dengan klien HTTP Laravel. Rahasia dibaca dari lingkungan (.env).
use Illuminate\Support\Facades\Http;

$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';

$jawaban = Http::asForm()
    ->timeout(20)
    ->withBasicAuth(getenv('GAPURA_CLIENT_ID'), getenv('GAPURA_CLIENT_SECRET'))
    ->post("$url/oauth/token", [
        'grant_type' => 'client_credentials',
        'scope' => 'layanan.panggil',
    ])
    ->throw()
    ->json();

// Simpan dengan Cache::put sampai sebentar sebelum habis, lalu pakai ulang.
echo "{$jawaban['token_type']} {$jawaban['expires_in']} detik, untuk {$jawaban['scope']}\n";
