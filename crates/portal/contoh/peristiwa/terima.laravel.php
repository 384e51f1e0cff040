<?php
// Penerima peristiwa sebagai rute Laravel (routes/api.php). Rahasia whsec_… diberikan satu kali
// di /langganan.
use Illuminate\Http\Request;
use Illuminate\Http\Response;

$terima = function (Request $permintaan): Response {
    $waktu = $permintaan->header('webhook-timestamp', '0');
    $kunci = base64_decode(substr((string) getenv('GAPURA_WEBHOOK_SECRET'), strlen('whsec_')));
    $ditandatangani = $permintaan->header('webhook-id') . ".$waktu." . $permintaan->getContent();
    $hitung = 'v1,' . base64_encode(hash_hmac('sha256', $ditandatangani, $kunci, true));
    // Saat kunci diganti ada dua tanda tangan; satu yang cocok cukup.
    $cocok = array_filter(
        explode(' ', $permintaan->header('webhook-signature', '')),
        fn (string $satu) => hash_equals($hitung, $satu),
    );
    if (abs(time() - (int) $waktu) > 300 || $cocok === []) {
        return new Response('', 401);
    }
    // Kiriman dapat datang dua kali: simpan id, dan abaikan yang sudah ada.
    error_log('Terima ' . $permintaan->json('id') . ' ' . $permintaan->json('type'));
    return new Response('', 204);
};

// Di routes/api.php: Route::post('/gapura/peristiwa', $terima);
return $terima;
