"""The editor's live preview: what is saved is on the screen before the hand leaves the key.

desk (the pages that are looked at, kept by one thread), changes (what is saved), dress (what a page
gets on its way to the browser), told (mistakes as the browser lists them), printed (the chapter as
paper, laid out beside), looking_over (`handbook check`, beside), server (addresses and events).
`web/` holds what runs in the browser. Nothing of it stands in the built site.
"""
