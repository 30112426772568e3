import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CacheEntry',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'core_cache',
            },
        ),
        migrations.CreateModel(
            name='CacheVersion',
            fields=[
                ('name', models.CharField(max_length=50, primary_key=True, serialize=False)),
                ('version', models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='LoadedFixture',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('loaded_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='SpreadsheetImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Chờ kiểm tra'), ('checking', 'Đang kiểm tra các dòng'), ('refused', 'Có lỗi, chưa nhập dòng nào'), ('checked', 'Đã kiểm tra, chờ xác nhận'), ('confirmed', 'Đã xác nhận, chờ ghi'), ('writing', 'Đang ghi vào cơ sở dữ liệu'), ('indexing', 'Đã ghi, đang cập nhật tìm kiếm'), ('done', 'Đã nhập xong')], default='waiting', max_length=10, verbose_name='tình trạng')),
                ('importer', models.CharField(max_length=50)),
                ('file_name', models.CharField(max_length=200, verbose_name='tên tệp')),
                ('content', models.BinaryField(default=b'')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tải lên')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tải lên lúc')),
                ('heard_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('trouble', models.TextField(blank=True)),
                ('changed_since', models.BooleanField(default=False)),
                ('ignored', models.JSONField(default=list)),
                ('remarks', models.JSONField(default=list)),
                ('counts', models.JSONField(default=dict)),
                ('outcomes', models.BinaryField(default=b'')),
                ('written', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'lần nhập bảng tính',
                'verbose_name_plural': 'các lần nhập bảng tính',
                'ordering': ['-created_at', '-id'],
            },
        ),
    ]
