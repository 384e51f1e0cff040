<?php
// Penerima peristiwa. Jalankan: php -S 127.0.0.1:8090 terima.php
// Di depan peladen sungguhan pakai HTTPS; rahasia whsec_… diberikan satu kali di /langganan.
function sah(string $isi, array $tajuk, string $rahasia): bool
{
    $waktu = $tajuk['webhook-timestamp'] ?? '0';
    if (abs(time() - (int) $waktu) > 300) {
        return false;
    }
    $kunci = base64_decode(substr($rahasia, strlen('whsec_')));
    $hitung = base64_encode(hash_hmac('sha256', "{$tajuk['webhook-id']}.$waktu.$isi", $kunci, true));
    // Saat kunci diganti ada dua tanda tangan; satu yang cocok cukup.
    foreach (explode(' ', $tajuk['webhook-signature'] ?? '') as $satu) {
        if (hash_equals("v1,$hitung", $satu)) {
            return true;
        }
    }
    return false;
}

$isi = file_get_contents('php://input');
$tajuk = array_change_key_case(getallheaders());
if (!sah($isi, $tajuk, (string) getenv('GAPURA_WEBHOOK_SECRET'))) {
    http_response_code(401);
    exit;
}
$peristiwa = json_decode($isi, true);
// Kiriman dapat datang dua kali: simpan id, dan abaikan yang sudah ada.
error_log("Terima {$peristiwa['id']} {$peristiwa['type']}");
http_response_code(204);
