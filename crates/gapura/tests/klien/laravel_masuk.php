<?php
// The two routes of an example as Laravel would call them, with its own session. Run by `php -S` as its router.
require_once __DIR__ . '/laravel.php';

[$mulai, $selesai] = require getenv('GAPURA_CONTOH');
$files = new Illuminate\Session\FileSessionHandler(new Illuminate\Filesystem\Filesystem(), getenv('GAPURA_SESI'), 60);
$session = new Illuminate\Session\Store('uji', $files, $_COOKIE['uji'] ?? null);
$session->start();
$request = Illuminate\Http\Request::createFromGlobals();
$request->setLaravelSession($session);
$response = $request->path() === 'kembali' ? $selesai($request) : $mulai($request);
$session->save();
setcookie('uji', $session->getId());
$response->send();
