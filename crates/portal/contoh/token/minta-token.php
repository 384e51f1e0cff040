<?php
// Minta token. Rahasia dibaca dari lingkungan, tidak ditulis di dalam berkas.
$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';

$panggilan = curl_init("$url/oauth/token");
curl_setopt_array($panggilan, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 20,
    CURLOPT_USERPWD => getenv('GAPURA_CLIENT_ID') . ':' . getenv('GAPURA_CLIENT_SECRET'),
    CURLOPT_POSTFIELDS => http_build_query([
        'grant_type' => 'client_credentials',
        'scope' => 'layanan.panggil',
    ]),
]);
$jawaban = json_decode((string) curl_exec($panggilan), true);
if (curl_getinfo($panggilan, CURLINFO_RESPONSE_CODE) !== 200) {
    exit('Token ditolak: ' . ($jawaban['error'] ?? curl_error($panggilan)) . "\n");
}
// Simpan di memori dan pakai ulang sampai sebentar sebelum habis.
echo "{$jawaban['token_type']} {$jawaban['expires_in']} detik, untuk {$jawaban['scope']}\n";
