<?php
// Runs an example as an artisan command would: the HTTP client of Laravel as Debian packages it
// (php-illuminate-http, php-illuminate-container), bound to its facade. Given to PHP as auto_prepend_file.
require_once 'GuzzleHttp/autoload.php';
require_once 'Illuminate/Container/autoload.php';
require_once 'Illuminate/Http/autoload.php';

$app = new Illuminate\Container\Container();
$app->singleton(Illuminate\Http\Client\Factory::class, fn () => new Illuminate\Http\Client\Factory());
Illuminate\Support\Facades\Facade::setFacadeApplication($app);
