<?php
// Panggil satu layanan data melalui gerbang. GAPURA_LAYANAN adalah alamatnya:
// dinas/aplikasi/layanan/versi/jalur, misalnya dinas-kesehatan/simpus/pasien/v1/pasien
$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';

function panggil(string $alamat, array $pilihan): array
{
    $panggilan = curl_init($alamat);
    curl_setopt_array($panggilan, $pilihan + [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 30]);
    $tunggu = 1;
    curl_setopt($panggilan, CURLOPT_HEADERFUNCTION, function ($_, $baris) use (&$tunggu) {
        if (sscanf(strtolower($baris), 'retry-after: %d', $detik) === 1) {
            $tunggu = $detik;
        }
        return strlen($baris);
    });
    $isi = (string) curl_exec($panggilan);
    return [curl_getinfo($panggilan, CURLINFO_RESPONSE_CODE), json_decode($isi, true), $tunggu];
}

[$status, $token] = panggil("$url/oauth/token", [
    CURLOPT_USERPWD => getenv('GAPURA_CLIENT_ID') . ':' . getenv('GAPURA_CLIENT_SECRET'),
    CURLOPT_POSTFIELDS => 'grant_type=client_credentials&scope=layanan.panggil',
]);
if ($status !== 200) {
    exit("Token ditolak\n");
}
for ($kali = 0; $kali < 3; $kali++) {
    [$status, $data, $tunggu] = panggil("$url/x/" . getenv('GAPURA_LAYANAN'), [
        CURLOPT_HTTPHEADER => ["Authorization: Bearer {$token['access_token']}"],
    ]);
    if ($status !== 429) {
        break;
    }
    sleep($tunggu); // jatah per menit habis: tunggu selama yang diminta
}
echo $status, ' ', json_encode($data, JSON_UNESCAPED_SLASHES), "\n";
exit($status === 200 ? 0 : 1);
