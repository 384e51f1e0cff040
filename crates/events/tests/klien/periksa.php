<?php
// The example of the page for developers, run on deliveries.
require $argv[1];
$task = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
putenv('GAPURA_RAHASIA=' . $task['secret']);
foreach ($task['deliveries'] as $one) {
    echo terima($one['headers'], $one['body'])['id'], "\n";
    try {
        terima($one['headers'], str_replace('PGD', 'PGE', $one['body']));
        exit(1);
    } catch (RuntimeException) {
    }
}
