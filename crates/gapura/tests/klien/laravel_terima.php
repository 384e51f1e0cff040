<?php
// The route of an example as Laravel would call it. Run by `php -S` as its router.
require_once __DIR__ . '/laravel.php';

$terima = require getenv('GAPURA_CONTOH');
$terima(Illuminate\Http\Request::createFromGlobals())->send();
