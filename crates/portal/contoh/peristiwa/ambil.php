<?php
// Ambil peristiwa yang belum dibaca, lalu simpan alamat berikutnya di berkas.
$url = getenv('GAPURA_URL') ?: 'https://gapura.contoh.go.id';
$letak = getenv('GAPURA_LETAK') ?: 'letak.txt';

$panggilan = curl_init("$url/oauth/token");
curl_setopt_array($panggilan, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_USERPWD => getenv('GAPURA_CLIENT_ID') . ':' . getenv('GAPURA_CLIENT_SECRET'),
    CURLOPT_POSTFIELDS => 'grant_type=client_credentials&scope=peristiwa.baca',
]);
$token = json_decode((string) curl_exec($panggilan), true)['access_token'] ?? exit("Token ditolak\n");

$alamat = @file_get_contents($letak) ?: "$url/api/v1/events?after=0&limit=100";
do {
    $berikut = '';
    $panggilan = curl_init($alamat);
    curl_setopt_array($panggilan, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_FAILONERROR => true,
        CURLOPT_HTTPHEADER => ["Authorization: Bearer $token"],
        CURLOPT_HEADERFUNCTION => function ($_, $baris) use (&$berikut) {
            if (preg_match('/^link: *<([^>]*)>; *rel="next"/i', $baris, $cocok)) {
                $berikut = $cocok[1];
            }
            return strlen($baris);
        },
    ]);
    $isi = curl_exec($panggilan);
    if ($isi === false) {
        exit('Gagal: ' . curl_error($panggilan) . "\n");
    }
    $peristiwa = json_decode($isi, true);
    foreach ($peristiwa as $satu) {
        echo "{$satu['sequence']} {$satu['type']} ", $satu['subject'] ?? '', "\n";
    }
    // Baru disimpan sesudah diolah: bila mati di tengah, dibaca sekali lagi.
    if ($berikut !== '') {
        file_put_contents($letak, $alamat = $berikut);
    }
} while ($peristiwa !== [] && $berikut !== '');
