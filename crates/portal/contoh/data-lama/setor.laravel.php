<?php
// Tulis hasil kueri sebagai CSV ke folder umpan, misalnya dari perintah terjadwal Laravel.
// Berkas ditulis dengan nama sementara, lalu diganti namanya.
use Illuminate\Filesystem\Filesystem;

$folder = getenv('GAPURA_UMPAN') ?: '/srv/umpan/simpus';

// Di aplikasi Anda: $baris = DB::table('kunjungan')->select('nomor', 'poli', 'hari')->get();
$baris = collect([
    ['nomor' => '000123', 'poli' => 'Umum', 'hari' => '2026-11-30'],
    ['nomor' => '000124', 'poli' => 'Gigi', 'hari' => '2026-11-30'],
]);

$sel = fn ($isi) => '"' . str_replace('"', '""', (string) $isi) . '"';
$csv = $baris
    ->map(fn ($satu) => implode(',', array_map($sel, array_values($satu))))
    ->prepend('nomor,poli,hari')
    ->implode("\n");

// replace() menulis berkas sementara di folder yang sama, lalu mengganti namanya.
(new Filesystem())->replace("$folder/kunjungan.csv", "$csv\n");
echo $baris->count(), " baris disetor\n";
