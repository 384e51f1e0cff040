<?php
// Kirim laporan warga dari aplikasi kota, lalu baca keadaannya.
$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';

function kirim(string $alamat, array $pilihan): array
{
    $panggilan = curl_init($alamat);
    curl_setopt_array($panggilan, $pilihan + [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 30]);
    $isi = json_decode((string) curl_exec($panggilan), true);
    $status = curl_getinfo($panggilan, CURLINFO_RESPONSE_CODE);
    if ($status < 200 || $status >= 300) {
        exit("Ditolak ($status): " . json_encode($isi) . "\n");
    }
    return $isi;
}

$token = kirim("$url/oauth/token", [
    CURLOPT_USERPWD => getenv('GAPURA_CLIENT_ID') . ':' . getenv('GAPURA_CLIENT_SECRET'),
    CURLOPT_POSTFIELDS => http_build_query([
        'grant_type' => 'client_credentials',
        'scope' => 'laporan.tulis laporan.baca',
    ]),
])['access_token'];

// Kunci yang sama dengan isi yang sama memberi tanda terima yang sama: aman dikirim ulang.
$terima = kirim("$url/api/v1/laporan", [
    CURLOPT_HTTPHEADER => [
        "Authorization: Bearer $token",
        'Content-Type: application/json',
        'Idempotency-Key: ' . (getenv('GAPURA_KUNCI_KIRIM') ?: 'aplikasi-kota-000001'),
    ],
    CURLOPT_POSTFIELDS => json_encode([
        'service' => 'lainnya',
        'answers' => ['kejadian' => 'Lampu taman mati', 'bidang' => 'lain'],
    ]),
]);
$keadaan = kirim("$url/api/v1/laporan/{$terima['number']}", [
    CURLOPT_HTTPHEADER => ["Authorization: Bearer $token"],
]);
echo "{$terima['number']} {$keadaan['status']}\n";
