"""What one checkout needs to run and test itself; a real installation uses none of it.

`environment` fills in what nobody named, `services` starts PostgreSQL and Redis,
`browser` finds a Chromium, `pytest_services` hands all three to the tests.
"""
