<?php
function terima(array $headers, string $body): array {
    $secret = base64_decode(substr(getenv('GAPURA_RAHASIA'), strlen('whsec_')));
    $signed = $headers['webhook-id'] . '.' . $headers['webhook-timestamp'] . '.' . $body;
    $wanted = 'v1,' . base64_encode(hash_hmac('sha256', $signed, $secret, true));
    $known = array_filter(explode(' ', $headers['webhook-signature']), fn ($one) => hash_equals($wanted, $one));
    if (!$known || abs(time() - (int) $headers['webhook-timestamp']) > 300) {
        throw new RuntimeException('bukan dari Gapura');
    }
    return json_decode($body, true, 512, JSON_THROW_ON_ERROR);
}
