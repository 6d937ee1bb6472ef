"""What strangers type into our forms: fields that refuse what could do harm, and forms that tell people from robots.

What a form is for, and what becomes of it, is the business of the room that shows it.
"""
