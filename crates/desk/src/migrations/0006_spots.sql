-- Reports nearby: without this every running case of the service is looked at for each report with a coordinate.
CREATE INDEX desk_cases_spot ON desk_cases (region, service, exact_lat, exact_lon) WHERE ended_at IS NULL AND exact_lat IS NOT NULL;
