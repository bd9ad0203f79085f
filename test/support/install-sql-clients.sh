#!/bin/sh
# Installs the clients that the tests of the SQL endpoint use, on Debian. Without one its test is left out, and says so.
set -e
apt-get update
apt-get install -y --no-install-recommends \
  postgresql-client python3-psycopg2 python3-psycopg python3-sqlalchemy python3-asyncpg \
  libpostgresql-jdbc-java default-jdk-headless odbc-postgresql unixodbc python3-pyodbc
