# Makes of nginx.conf that of a machine's own nginx, as Debian and Ubuntu package it:
#   sed -f deploy/nginx.sed deploy/nginx.conf > /etc/nginx/nginx.conf
s#^pid /tmp/nginx\.pid;#user www-data;\npid /run/nginx.pid;#
s# /tmp/# /var/lib/nginx/#
s# /dev/stdout # /var/log/nginx/portal.log #
s#listen 8080;#listen 127.0.0.1:8080;#
s#portal:8000;#127.0.0.1:8000;#
/resolver /d
s#As a variable, so that.*#Where gunicorn listens (PORT).#
