"""The interface for programs, `/api/v1/`: what the public pages say, as JSON, to be read and never written.

It stands on the programme's site alone, needs no key, and shows what is live at the moment of the request.
`openapi.yaml` describes it, and the tests hold the two together.
"""
