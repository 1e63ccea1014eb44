from django.db import models


class Seminar(models.Model):
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="people")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name
