# signon
