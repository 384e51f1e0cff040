<?php
// Tulis hasil kueri sebagai CSV ke folder umpan. Berkas ditulis dengan nama sementara, lalu
// diganti namanya: berkas yang belum utuh tidak pernah dibaca.
$folder = getenv('GAPURA_UMPAN') ?: '/srv/umpan/simpus';

// Di aplikasi Anda: $baris = $pdo->query('SELECT nomor, poli, hari FROM kunjungan');
$baris = [
    ['nomor' => '000123', 'poli' => 'Umum', 'hari' => '2026-11-30'],
    ['nomor' => '000124', 'poli' => 'Gigi', 'hari' => '2026-11-30'],
];

$sementara = "$folder/.kunjungan.csv.sementara";
$berkas = fopen($sementara, 'w');
fputcsv($berkas, ['nomor', 'poli', 'hari'], ',', '"', '');
foreach ($baris as $satu) {
    fputcsv($berkas, $satu, ',', '"', '');
}
fflush($berkas);
fsync($berkas);
fclose($berkas);
rename($sementara, "$folder/kunjungan.csv");
echo count($baris), " baris disetor\n";
